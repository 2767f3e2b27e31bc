import { detectWorker } from '../../contract/workers';
import { serveWorker } from '../host/serve-worker';
import { Detector } from './detector';

const detector = new Detector();

serveWorker(detectWorker, {
  load: (params) => detector.load(params),
  detect: async (params, { signal }) => ({ detections: await detector.detect(params, signal) }),
});
