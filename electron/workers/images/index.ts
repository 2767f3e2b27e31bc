import { imagesWorker } from '../../contract/workers';
import { serveWorker } from '../host/serve-worker';
import { createImagesHandlers } from './handlers';

serveWorker(imagesWorker, createImagesHandlers());
