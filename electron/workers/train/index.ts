import { trainWorker } from '../../contract/workers';
import { serveWorker } from '../host/serve-worker';
import { galleryHandlers } from './gallery';
import { measureCheckpoint } from './measure-checkpoint';
import { PauseSwitch } from './pause-switch';
import { probePlacement } from './probe-placement';
import { trainRun } from './train-run';

const pauses = new PauseSwitch();

serveWorker(trainWorker, {
  train: (params, context) => trainRun(params, context, pauses),
  pause: () => {
    pauses.pause();
    return {};
  },
  continue: () => {
    pauses.continue();
    return {};
  },
  ...galleryHandlers(),
  measure: measureCheckpoint,
  probe: ({ placement, config }) => probePlacement(placement, config),
});
