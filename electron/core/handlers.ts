import type { Api } from '../contract/api';
import type { Handlers } from '../contract/method';
import { deviceHandlers } from './device-handlers';
import { galleryHandlers } from './gallery-handlers';
import { datasetHandlers, imageHandlers, reviewHandlers } from './library-handlers';
import { qualityHandlers, runHandlers } from './run-handlers';
import type { StudioState } from './studio-state';
import { projectHandlers, systemHandlers } from './system-handlers';

/** Every method of the contract's table, answered. */
export const createHandlers = (state: StudioState): Handlers<Api> => ({
  ...projectHandlers(state),
  ...systemHandlers(state),
  ...imageHandlers(state),
  ...reviewHandlers(state),
  ...datasetHandlers(state),
  ...runHandlers(state),
  ...qualityHandlers(state),
  ...deviceHandlers(state),
  ...galleryHandlers(state),
});
