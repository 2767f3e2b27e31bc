import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { whyNoDisplay } from './find-electron.mjs';
import { PlainError } from './terminal.mjs';

/**
 * The words to put before a command that opens windows: none where there is a display, a screen of its own elsewhere,
 * large enough for a full window.
 *
 * @returns {string[]}
 */
export function virtualScreen() {
  if (!whyNoDisplay()) return [];
  const there = (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, 'xvfb-run')));
  if (!there)
    throw new PlainError(
      'There is no display, and no xvfb-run to make one. On Debian and Ubuntu: sudo apt-get install xvfb',
    );
  return ['xvfb-run', '-a', '-s', '-screen 0 1600x1000x24'];
}
