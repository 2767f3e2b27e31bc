import type { WorkerName } from '../contract/workers';

/** How a shell starts a worker: utilityProcess in Electron, child_process.fork elsewhere. */
export interface WorkerHost {
  start(name: WorkerName): WorkerProcess;
}

export interface WorkerProcess {
  post(frame: unknown): void;
  onFrame(listener: (frame: unknown) => void): void;
  /** Called once, for exit and crash alike. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}
