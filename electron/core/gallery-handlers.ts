import { Desk, RunwayTests, type galleryMethods } from '../contract/api/gallery';
import type { Handlers } from '../contract/method';
import { drawLooks } from './draw-looks';
import { exportGallery } from './export-gallery';
import { compareRun, generateLooks } from './gallery';
import { job } from './job';
import { dropLook, keepLook, listKept } from './kept-looks';
import { findNearest, hasFeatures } from './nearest-crops';
import { listGenerators } from './run-generators';
import { changeNotes, readNotes } from './run-notes';
import { getRun } from './runs';
import type { StudioState } from './studio-state';

export function galleryHandlers(state: StudioState): Handlers<typeof galleryMethods> {
  const notes = (run: string, name: string) => {
    getRun(state.project, run);
    return state.project.path('runs', run, name);
  };
  const untouched = Desk.parse({});
  // Not behind an export that is going on: a person is looking at the look.
  const learnFirst = job(state, 'gallery.nearest', 'none', (params, context) => findNearest(state, params, context));
  return {
    'gallery.generate': job(state, 'gallery.generate', 'gallery', (params, context) =>
      generateLooks(state, params, context),
    ),
    'gallery.draw': (params, { signal }) => drawLooks(state, params, signal),
    'gallery.checkpoints': async ({ run }) => {
      const { steps, best } = await listGenerators(state.project, run);
      return { steps, best };
    },
    'gallery.compare': job(state, 'gallery.compare', 'gallery', (params, context) =>
      compareRun(state, params, context),
    ),
    'gallery.nearest': async (params, context) => {
      // A few milliseconds once the dataset's features are there: nothing that a list of jobs should hear of.
      if (await hasFeatures(state.project, params.run)) return findNearest(state, params, context);
      return learnFirst(params, context);
    },
    'gallery.kept': ({ run }) => listKept(state.project, run),
    'gallery.keep': (card, { signal }) => keepLook(state, card, signal),
    'gallery.drop': async ({ run, id }) => {
      await dropLook(state.project, run, id);
      return {};
    },
    'gallery.tests': ({ run }) => readNotes(notes(run, 'runway.json'), RunwayTests, []),
    'gallery.addTest': async ({ run, test }) => {
      await changeNotes(notes(run, 'runway.json'), RunwayTests, [], (before) => [...before, test]);
      return {};
    },
    'gallery.desk': ({ run }) => readNotes<Desk>(notes(run, 'desk.json'), Desk, untouched),
    'gallery.leaveDesk': async ({ run, desk }) => {
      await changeNotes<Desk>(notes(run, 'desk.json'), Desk, untouched, () => desk);
      return {};
    },
    'gallery.export': job(state, 'gallery.export', 'gallery', (params, context) =>
      exportGallery(state, params, context),
    ),
  };
}
