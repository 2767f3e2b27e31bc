import type { Api, Events } from '../contract/api';
import type { Client } from '../contract/client';
import type { ToCaller } from '../contract/frames';
import type { Transport } from '../contract/transport';
import type { WorkerHost } from './worker-host';

/** What a shell brings: everything that differs between Electron, the browser shell and the command line. */
export interface StudioOptions {
  shell: {
    name: 'electron' | 'web' | 'cli' | 'test';
    /** The system's folder dialog; null when it was cancelled. Absent in a shell that has none. */
    chooseFolder?: (title: string) => Promise<string | null>;
    /** Shows a file or folder in the system's file manager. Absent in a shell that has none. */
    reveal?: (path: string) => Promise<void>;
  };
  workers: WorkerHost;
  /** Folder with models/ (detectors that the product carries). */
  resources: string;
  /** Per-user folder for settings and the list of recent projects. */
  userFolder: string;
  version: string;
  /** One line of the log. */
  log: (line: string) => void;
}

/** An answer to a pixel path of contract/pixels.ts. `immutable`: the same path will always mean the same bytes. */
export interface PixelAnswer {
  bytes: Uint8Array;
  type: string;
  immutable: boolean;
}

export interface Studio {
  /** Answers a caller until its transport closes. Jobs that it began go on without it. */
  connect(transport: Transport<ToCaller, unknown>): void;
  /** A caller in this process. */
  client(): Client<Api, Events>;
  /** @throws {StudioError} `not-found` for a path that means nothing here */
  pixels(path: string): Promise<PixelAnswer>;
  /** Stops jobs at their next boundary, ends the workers and closes the project. */
  close(): Promise<void>;
}
