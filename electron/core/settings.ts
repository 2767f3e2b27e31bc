import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { RecentProjects } from '../contract/api/projects';
import { Settings } from '../contract/api/system';
import { writeFileAtomic } from '../storage/atomic';

const rememberedProjects = 12;

/** What a person chose for all projects. A file that cannot be read counts as the defaults: nothing in it is precious. */
async function readFileOr<T>(file: string, schema: { parse(value: unknown): T }, otherwise: unknown): Promise<T> {
  try {
    return schema.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch {
    return schema.parse(otherwise);
  }
}

async function save(file: string, value: unknown): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFileAtomic(file, JSON.stringify(value, null, 2));
}

const settingsFile = (userFolder: string) => join(userFolder, 'settings.json');
const recentFile = (userFolder: string) => join(userFolder, 'recent.json');

export const readSettings = (userFolder: string) => readFileOr(settingsFile(userFolder), Settings, {});

export async function changeSettings(userFolder: string, change: Partial<Settings>): Promise<Settings> {
  const settings = Settings.parse({ ...(await readSettings(userFolder)), ...change });
  await save(settingsFile(userFolder), settings);
  return settings;
}

export const readRecent = (userFolder: string) => readFileOr(recentFile(userFolder), RecentProjects, []);

/** Puts a project first in the list of recent ones. */
export async function rememberProject(userFolder: string, project: { name: string; folder: string }): Promise<void> {
  const others = (await readRecent(userFolder)).filter(({ folder }) => folder !== project.folder);
  const first = { name: project.name, folder: project.folder, openedAt: new Date().toISOString() };
  await save(recentFile(userFolder), [first, ...others].slice(0, rememberedProjects));
}
