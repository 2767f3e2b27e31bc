import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Settings } from '../contract/api/system';
import { writeFileAtomic } from '../storage/atomic';

/** A file of the person's that cannot be read counts as the defaults: nothing in it is precious. */
export async function readFileOr<T>(
  file: string,
  schema: { parse(value: unknown): T },
  otherwise: unknown,
): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return schema.parse(otherwise);
  }
}

export async function saveFile(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, JSON.stringify(value, null, 2));
}

const settingsFile = (userFolder: string) => join(userFolder, 'settings.json');

/** What a person chose for all projects. */
export const readSettings = (userFolder: string) => readFileOr(settingsFile(userFolder), Settings, {});

export async function changeSettings(userFolder: string, change: Partial<Settings>): Promise<Settings> {
  const settings = Settings.parse({ ...(await readSettings(userFolder)), ...change });
  await saveFile(settingsFile(userFolder), settings);
  return settings;
}
