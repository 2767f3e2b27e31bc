import { trainWorker } from '../../contract/workers';
import { serveWorker } from '../host/serve-worker';
import { galleryHandlers } from './gallery';
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
  probe: ({ placement, config }) => probePlacement(placement, config),
});
