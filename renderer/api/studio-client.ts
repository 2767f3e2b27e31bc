import type { Api, Events } from '../../electron/contract/api';
import type { Client } from '../../electron/contract/client';

/** The renderer's end of the studio: every method and event of the contract. */
export type StudioClient = Client<Api, Events>;

export type ConnectionStatus = 'connected' | 'reconnecting';

/** What a shell gives the window besides its calls. */
export interface StudioConnection {
  client: StudioClient;
  /** Pixels travel as URLs: turns a path of contract/pixels.ts into one that this shell answers. */
  pixelUrl: (path: string) => string;
  /** Absolute path of a dropped file; null where the shell may not tell. */
  pathOf: (file: File) => string | null;
  /** @returns the function that ends the subscription */
  onStatus: (listener: (status: ConnectionStatus) => void) => () => void;
}
