import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

export interface LogFileOptions {
  /** Size from which a new file is begun. */
  longestBytes?: number;
  /** How many old files are kept, as FILE.1 (the newest) to FILE.N. */
  kept?: number;
}

/**
 * A log that cannot fill the disk. Lines are written at once, so that the last one before a crash is there; a log that
 * cannot be written is given up in silence, since the work matters more.
 *
 * @returns the function that writes one line, with the time before it
 */
export function openLogFile(file: string, options: LogFileOptions = {}): (line: string) => void {
  const { longestBytes = 1_000_000, kept = 3 } = options;
  let bytes = 0;
  try {
    mkdirSync(dirname(file), { recursive: true });
    bytes = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    return () => undefined;
  }

  const rotate = () => {
    for (let age = kept - 1; age >= 0; age--) {
      const older = `${file}.${age + 1}`;
      const newer = age === 0 ? file : `${file}.${age}`;
      if (statSync(newer, { throwIfNoEntry: false })) renameSync(newer, older);
    }
    bytes = 0;
  };

  return (line) => {
    const text = `${new Date().toISOString()} ${line}\n`;
    try {
      if (bytes > 0 && bytes + text.length > longestBytes) rotate();
      appendFileSync(file, text);
      bytes += Buffer.byteLength(text);
    } catch {
      // See above.
    }
  };
}
