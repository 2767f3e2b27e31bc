import { Command, CommanderError } from 'commander';
import { toWire } from '../contract/errors';
import { addCurateCommands } from './commands/curate';
import { addDatasetCommands } from './commands/datasets';
import { addGalleryCommands } from './commands/gallery';
import { addLibraryCommands } from './commands/library';
import { addRunCommands } from './commands/runs';
import { addSystemCommands } from './commands/system';
import { productVersion } from './session';

const exitCodes = { ok: 0, failed: 1, usage: 2 } as const;

function createProgram(): Command {
  const program = new Command('deepstyle')
    .description(
      'Finds the garments in a folder of fashion photos, trains a generator on them, and shows what it learned.',
    )
    .version(productVersion())
    .showHelpAfterError('(--help lists the options)')
    .exitOverride();
  addLibraryCommands(program);
  addCurateCommands(program);
  addDatasetCommands(program);
  addRunCommands(program);
  addGalleryCommands(program);
  addSystemCommands(program);
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError(`(deepstyle ${command.name()} --help lists the options)`);
  return program;
}

/** @returns the exit code: 0 done, 1 failed or stopped, 2 called wrongly */
async function main(): Promise<number> {
  try {
    await createProgram().parseAsync();
    return Number(process.exitCode ?? exitCodes.ok);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
    const wire = toWire(error);
    process.stderr.write(`deepstyle: ${wire.message}\n`);
    return wire.code === 'invalid-params' ? exitCodes.usage : exitCodes.failed;
  }
}

void main().then((code) => {
  process.exitCode = code;
  // A pipe that nobody reads any more must not keep the process.
  if (process.stdout.writableLength === 0) process.exit(code);
  process.stdout.once('drain', () => process.exit(code));
});
