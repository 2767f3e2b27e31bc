import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const program = join(__dirname, '..', '..', 'out', 'main', 'cli.cjs');

export interface CommandResult {
  /** null when it was killed. */
  code: number | null;
  stdout: string;
  stderr: string;
  /** The lines of --json output. */
  records: Record<string, unknown>[];
}

/**
 * Runs the built command line as a person would.
 *
 * @param options.killAfterMs ends it and its workers with SIGKILL after this time, as a power cut would
 * @param options.interruptAfterMs sends Ctrl-C after this time
 */
export function runCommandLine(
  args: readonly string[],
  options: { userFolder: string; killAfterMs?: number; interruptAfterMs?: number },
): Promise<CommandResult> {
  if (!existsSync(program)) throw new Error('The command line is not built: npm run build');
  const child = spawn(process.execPath, [program, ...args], {
    env: { ...process.env, STUDIO_USER_FOLDER: options.userFolder },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that the workers die in the same instant.
    detached: true,
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const signal = (name: NodeJS.Signals, group: boolean) => {
    try {
      process.kill(group ? -child.pid! : child.pid!, name);
    } catch {
      // It has ended by itself.
    }
  };
  const timers = [
    options.killAfterMs !== undefined && setTimeout(() => signal('SIGKILL', true), options.killAfterMs),
    options.interruptAfterMs !== undefined && setTimeout(() => signal('SIGINT', true), options.interruptAfterMs),
  ];
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      for (const timer of timers) if (timer) clearTimeout(timer);
      const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
      resolve({ code, stdout, stderr, records: lines.map((line) => JSON.parse(line) as Record<string, unknown>) });
    });
  });
}
