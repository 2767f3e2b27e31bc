import { createHash } from 'node:crypto';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  RememberedProjects,
  type ProjectCover,
  type RecentProject,
  type RememberedProject,
} from '../contract/api/projects';
import { StudioError } from '../contract/errors';
import { pixelPaths } from '../contract/pixels';
import { say } from '../contract/said';
import { thumbnailPath } from '../storage/thumbnail-path';
import { readFileOr, saveFile } from './settings';
import type { PixelAnswer } from './studio-types';

const remembered = 12;
/** Between the looks of a run's sample grid, in pixels. */
const gridGap = 2;
/** A disk that does not answer, such as a server that is away, counts as not there. */
const patienceMs = 1000;

const recentFile = (userFolder: string) => join(userFolder, 'recent.json');
const readAll = (userFolder: string) => readFileOr(recentFile(userFolder), RememberedProjects, []);
/** Names a project in a pixel path, without its folder. */
const keyOf = (folder: string) => createHash('sha256').update(folder).digest('hex').slice(0, 16);

async function isThere(folder: string): Promise<boolean> {
  const found = access(join(folder, 'project.sqlite')).then(
    () => true,
    () => false,
  );
  let patience: NodeJS.Timeout | undefined;
  const enough = new Promise<boolean>((resolve) => (patience = setTimeout(() => resolve(false), patienceMs)));
  return Promise.race([found, enough]).finally(() => clearTimeout(patience));
}

/** The list of recent projects, newest first, as the start screen shows it. */
export async function readRecent(userFolder: string): Promise<RecentProject[]> {
  const projects = await readAll(userFolder);
  return Promise.all(
    projects.map(async ({ name, folder, openedAt, cover }) => {
      const key = keyOf(folder);
      const looks = cover?.looks ?? null;
      return {
        name,
        folder,
        openedAt,
        isThere: await isThere(folder),
        counts: cover?.counts ?? null,
        photos: (cover?.photos ?? []).map((hash) => pixelPaths.recentPhoto(key, hash)),
        looks: looks && {
          pixels: pixelPaths.recentLooks(key, looks.run, looks.file),
          columns: Math.ceil(Math.sqrt(looks.count)),
          count: looks.count,
          side: looks.side,
          gap: gridGap,
        },
      };
    }),
  );
}

/** Puts a project first in the list, with what it looks like now. */
export async function rememberProject(
  userFolder: string,
  project: { name: string; folder: string; cover: ProjectCover },
): Promise<void> {
  const others = (await readAll(userFolder)).filter(({ folder }) => folder !== project.folder);
  const first: RememberedProject = { ...project, openedAt: new Date().toISOString() };
  await saveFile(recentFile(userFolder), [first, ...others].slice(0, remembered));
}

export async function forgetProject(userFolder: string, folder: string): Promise<void> {
  const others = (await readAll(userFolder)).filter((project) => project.folder !== folder);
  await saveFile(recentFile(userFolder), others);
}

/**
 * Answers `recent/<key>/...`: nothing can be reached but what the list names.
 *
 * @throws {StudioError} `not-found`
 */
export async function recentPixels(userFolder: string, [key, ...picture]: readonly string[]): Promise<PixelAnswer> {
  const project = (await readAll(userFolder)).find(({ folder }) => keyOf(folder) === key);
  const file = project?.cover && pictureFile(project.folder, project.cover, picture);
  const bytes = file ? await readFile(file).catch(() => undefined) : undefined;
  if (!file || !bytes || bytes.length === 0)
    throw new StudioError('not-found', say('library.noPixels', { path: `recent/${picture.join('/')}` }));
  return { bytes, type: file.endsWith('.png') ? 'image/png' : 'image/webp', immutable: false };
}

function pictureFile(
  folder: string,
  { photos, looks }: ProjectCover,
  [kind, name = '', file]: readonly string[],
): string | undefined {
  if (kind === 'photo') return photos.includes(name) ? thumbnailPath(join(folder, 'thumbnails'), name) : undefined;
  if (kind !== 'looks' || name !== looks?.run || file !== looks.file) return undefined;
  return join(folder, 'runs', looks.run, 'samples', looks.file);
}
