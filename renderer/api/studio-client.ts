import type { Api, Events } from '../../electron/contract/api';
import type { Client } from '../../electron/contract/client';
import type { WindowCommand } from '../../electron/contract/window-command';

/** The renderer's end of the studio: every method and event of the contract. */
export type StudioClient = Client<Api, Events>;

/** `refused`: a studio is there that does not know this page; it was started again, with a token of its own. */
export type ConnectionStatus = 'connected' | 'reconnecting' | 'refused';

/** What a shell gives the window besides its calls. */
export interface StudioConnection {
  client: StudioClient;
  /** Pixels travel as URLs: turns a path of contract/pixels.ts into one that this shell answers. */
  pixelUrl: (path: string) => string;
  /** Absolute path of a dropped file; null where the shell may not tell. */
  pathOf: (file: File) => string | null;
  /** @returns the function that ends the subscription */
  onStatus: (listener: (status: ConnectionStatus) => void) => () => void;
  /** Tries a lost connection now, in place of in a while; absent where there is nothing to try. */
  retry?: () => void;
  /** What the shell's own menu asks of the window; absent in a shell without one. */
  onCommand?: (listener: (command: WindowCommand) => void) => void;
}
