import { type Said } from '../contract/said';
/** One end of a connection that carries frames. Frames are plain data that the structured clone algorithm copies. */
export interface Transport<Out, In> {
  send(frame: Out): void;
  onFrame(listener: (frame: In) => void): void;
  /** Called once, when no frame can come any more. */
  onClose(listener: (reason: Said | string) => void): void;
  close(): void;
}
