import { api } from '../../electron/contract/api';
import type { Api } from '../../electron/contract/api';
import { createClient } from '../../electron/contract/client';
import type { FromCaller, ToCaller } from '../../electron/contract/frames';
import type { Handlers } from '../../electron/contract/method';
import { serve } from '../../electron/contract/serve';
import type { Transport } from '../../electron/contract/transport';
import type { StudioConnection } from '../api/studio-client';
import { imageHandlers, projectHandlers, reviewHandlers, systemHandlers } from './scripted-handlers';
import { galleryHandlers } from './scripted-gallery';
import { datasetHandlers } from './scripted-datasets';
import { runHandlers } from './scripted-runs';
import { ScriptedStudio } from './scripted-studio';
import type { ScriptedOptions } from './scripted-studio';

/** Two ends of one connection inside a page; frames are copied, as they are between processes. */
export function memoryTransports(): [Transport<FromCaller, ToCaller>, Transport<ToCaller, FromCaller>] {
  const toServer = new Set<(frame: FromCaller) => void>();
  const toCaller = new Set<(frame: ToCaller) => void>();
  const endings = new Set<(reason: string) => void>();
  const close = () => endings.forEach((ending) => ending('The connection was closed.'));
  const pass = <Frame>(frame: Frame, listeners: Set<(frame: Frame) => void>) => {
    const copy = structuredClone(frame);
    queueMicrotask(() => listeners.forEach((listener) => listener(copy)));
  };
  const onClose = (listener: (reason: string) => void) => void endings.add(listener);
  return [
    { send: (frame) => pass(frame, toServer), onFrame: (listener) => toCaller.add(listener), onClose, close },
    { send: (frame) => pass(frame, toCaller), onFrame: (listener) => toServer.add(listener), onClose, close },
  ];
}

/** A studio without core: the whole contract answered from memory, every frame checked by the real table. */
export function createScriptedConnection(
  options: ScriptedOptions = {},
  pixelUrl: (path: string) => string = (path) => `/pixels/${path}`,
): StudioConnection & { studio: ScriptedStudio } {
  const studio = new ScriptedStudio(options);
  const handlers: Handlers<Api> = {
    ...projectHandlers(studio),
    ...imageHandlers(studio),
    ...reviewHandlers(studio),
    ...datasetHandlers(studio),
    ...runHandlers(studio),
    ...galleryHandlers(studio),
    ...systemHandlers(studio),
  };
  const [caller, server] = memoryTransports();
  serve(api, handlers, server, {
    subscribe: (topics, send) =>
      studio.listen((topic, payload) => {
        if (topics.includes(topic)) send(topic, payload);
      }),
  });
  return { studio, client: createClient(caller), pixelUrl, pathOf: () => null, onStatus: () => () => undefined };
}
