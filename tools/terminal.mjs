import process from 'node:process';

const isTerminal = Boolean(process.stderr.isTTY);

/**
 * Says on the error stream what is going on, with the seconds that it has taken: one moving line on a terminal, two
 * plain lines elsewhere. Standard output stays the program's own.
 *
 * @template T
 * @param {string} text e.g. "Installing packages"
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(text, work) {
  const startedAt = Date.now();
  const seconds = () => Math.round((Date.now() - startedAt) / 1000);
  const draw = () => process.stderr.write(`\r${text} ... ${seconds()} s `);
  if (!isTerminal) say(`${text} ...`);
  else draw();
  const timer = isTerminal ? setInterval(draw, 1000) : undefined;
  try {
    const result = await work();
    // A program that was run says by its code how it went.
    const outcome = result?.code ? `failed after ${seconds()} s` : `done in ${seconds()} s`;
    process.stderr.write(isTerminal ? `\r${text} ... ${outcome}\n` : `${text}: ${outcome}\n`);
    return result;
  } catch (error) {
    if (isTerminal) process.stderr.write('\n');
    throw error;
  } finally {
    clearInterval(timer);
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** An error whose message is all that a person needs: tools print it without a stack. */
export class PlainError extends Error {}

/** Ends the tool with what went wrong. @param {unknown} error */
export function fail(error) {
  say(error instanceof PlainError ? error.message : String(error instanceof Error ? (error.stack ?? error) : error));
  process.exit(1);
}
