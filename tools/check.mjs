import { existsSync } from 'node:fs';
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

/** Runs checks one after the other, all of them even where one fails, and closes with one line each. */
async function main(names) {
  const unknown = names.filter((name) => !(name in checks));
  if (names.length === 0 || unknown.length > 0) {
    throw new PlainError(`usage: check.mjs NAME...   (${Object.keys(checks).join(', ')})`);
  }
  await setUp({ build: names.includes('unit') });
  const summary = [];
  let failed = 0;
  for (const name of names) {
    const { command, env, output: isShown = false, skip } = checks[name];
    if (skip) {
      summary.push(`${name}: skipped, ${skip}`);
      continue;
    }
    const startedAt = Date.now();
    say(`\n${name} ...`);
    const [program, ...args] = command;
    const { code, output } = await runCommand(program, args, { env, quiet: !isShown });
    if (code !== 0) failed += 1;
    if (code !== 0 && !isShown) say(lastLines(output, 200));
    summary.push(`${name}: ${code === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - startedAt) / 1000)} s`);
  }
  say(`\n${summary.join('\n')}`);
  say(failed === 0 ? 'All passed.' : `${failed} of ${names.length} failed.`);
  process.exitCode = failed === 0 ? 0 : 1;
}

main(process.argv.slice(2)).catch(fail);
