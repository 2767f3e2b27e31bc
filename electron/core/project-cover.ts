import type { ProjectCover } from '../contract/api/projects';
import type { Project } from './project';
import { getRun, listRuns, listSampleGrids } from './runs';

const photosShown = 24;
/** Of as many the shown ones are taken, evenly: neighbours are often takes of one picture. */
const photosLookedAt = 120;

/** What a person would know a project by: how much is in it, some of its photos, and the looks of the run that went furthest. */
export function coverOf(project: Project): ProjectCover {
  const hashes = project.database
    .all<{ sha256: string }>('SELECT sha256 FROM images WHERE excluded = 0 ORDER BY id LIMIT ?', photosLookedAt)
    .map(({ sha256 }) => sha256);
  const shown = Math.min(photosShown, hashes.length);
  const photos = Array.from({ length: shown }, (_, place) => hashes[Math.floor((place * hashes.length) / shown)]!);
  return { counts: project.summary().counts, photos, looks: furthestLooks(project) };
}

function furthestLooks(project: Project): ProjectCover['looks'] {
  const grids = listRuns(project).flatMap(({ id }) => {
    const last = listSampleGrids(project, id).at(-1);
    return last ? [{ run: id, ...last }] : [];
  });
  const furthest = grids.sort((a, b) => b.step - a.step)[0];
  if (!furthest) return null;
  const { run, file } = furthest;
  const { imageSize, sampleCount } = getRun(project, run).config;
  return { run, file, count: sampleCount, side: imageSize };
}
