import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { findChromium } from './find-chromium.mjs';
import { at } from './root.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail, say } from './terminal.mjs';

const folders = ['electron', 'renderer', 'resources', 'build', 'e2e', 'bench'].filter((folder) =>
  existsSync(at(folder)),
);
// tools/detector is Python's; a model's manifest is written by its exporter.
const formatted = [...folders, 'tools/*.mjs', '!resources/models'];
const node = (script, ...args) => [process.execPath, at('node_modules', script), ...args];
const prettier = (option) =>
  node('prettier/bin/prettier.cjs', option, '--log-level', 'warn', '--no-error-on-unmatched-pattern', ...formatted);
const chromium = findChromium();
const vitest = (config) => node('vitest/vitest.mjs', 'run', '--config', config);

/**
 * What can be checked. `output`: shown always, since its closing lines count; elsewhere where it fails. `skip`: why it
 * cannot be done here.
 */
const checks = {
  format: { command: prettier('--check') },
  'format-write': { command: prettier('--write') },
  lint: { command: node('eslint/bin/eslint.js', '--config', 'build/eslint.config.mjs', '--max-warnings', '0', '.') },
  types: { command: node('typescript/bin/tsc', '-p', '.') },
  svelte: {
    command: node('svelte-check/bin/svelte-check', '--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'),
  },
  unit: { command: vitest('build/vitest.config.ts'), output: true },
  renderer: { command: vitest('build/vitest.renderer.config.ts'), output: true },
  browser: {
    command: vitest('build/vitest.browser.config.ts'),
    env: { STUDIO_E2E_CHROMIUM: chromium },
    output: true,
    skip: chromium ? undefined : 'there is no Chromium or Chrome; install one, or name it with CHROMIUM_PATH',
  },
};

/** At most two at once: the linter and the type checkers take a gigabyte each. */
const quietAtOnce = Math.min(2, availableParallelism());

/**
 * Runs checks, all of them even where one fails, and closes with one line each. What shows its output has the screen to itself.
 *
 * @param {readonly string[]} args names of checks; after names of tests alone, which files: parts of their paths
 */
async function main(args) {
  const names = args.filter((arg) => arg in checks);
  const files = args.filter((arg) => !(arg in checks));
  if (names.length === 0 || (files.length > 0 && names.some((name) => !checks[name].output))) {
    throw new PlainError(`usage: check.mjs NAME... [PART-OF-A-TEST-FILE...]   (${Object.keys(checks).join(', ')})`);
  }
  await setUp({ build: names.includes('unit') });
  const results = new Map();
  const take = async (queue) => {
    for (let name = queue.shift(); name; name = queue.shift()) results.set(name, await run(name, files));
  };
  const quiet = names.filter((name) => !checks[name].output);
  await Promise.all(Array.from({ length: quietAtOnce }, () => take(quiet)));
  await take(names.filter((name) => checks[name].output));

  const failed = [...results.values()].filter(({ passed }) => !passed).length;
  say(`\n${names.map((name) => `${name}: ${results.get(name).line}`).join('\n')}`);
  say(failed === 0 ? 'All passed.' : `${failed} of ${names.length} failed.`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** @returns {Promise<{ passed: boolean, line: string }>} */
async function run(name, files) {
  const { command, env, output: isShown = false, skip } = checks[name];
  if (skip) return { passed: true, line: `skipped, ${skip}` };
  const startedAt = Date.now();
  say(`\n${name} ...`);
  const [program, ...args] = command;
  const { code, output } = await runCommand(program, [...args, ...files], { env, quiet: !isShown });
  if (code !== 0 && !isShown) say(`\n${name}:\n${lastLines(output, 200)}`);
  const passed = code === 0;
  return { passed, line: `${passed ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - startedAt) / 1000)} s` };
}

main(process.argv.slice(2)).catch(fail);
