import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that is there for one test. Its name has a space and an umlaut, because a person's folders have. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'studio tëst ')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
