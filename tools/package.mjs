import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, join, relative } from 'node:path';
import { drawIcons } from './draw-icons.mjs';
import { at, root } from './root.mjs';
import { lastLines, runCommand } from './run-command.mjs';
import { setUp } from './setup.mjs';
import { PlainError, fail, say, withProgress } from './terminal.mjs';

/**
 * `npm run package`: the application as a folder in release/, and on Linux a .deb beside it. Arguments go to
 * electron-builder in place of that, e.g. `npm run package -- --linux AppImage` or `--win nsis` on a release machine.
 */
async function main(args) {
  checkElectron();
  await setUp();
  await drawIcons();
  if (args.length > 0) return buildWith(args);

  const folder = at('release', unpackedFolder());
  rmSync(folder, { recursive: true, force: true });
  await buildWith(['--dir']);
  say(`Application: ${relative(root, folder)}`);
  if (process.platform === 'linux') say(`Package: ${relative(root, await buildDeb(folder))}`);
}

const arm = process.arch === 'arm64' ? '-arm64' : '';
const unpackedFolder = () =>
  ({ darwin: `mac${arm}`, win32: `win${arm}-unpacked` })[process.platform] ?? `linux${arm}-unpacked`;

/** An Electron that carries an application would start that one and not ours. */
function checkElectron() {
  const dist = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (!dist) return;
  for (const name of ['app', 'app.asar']) {
    const path = join(dist, 'resources', name);
    if (existsSync(path))
      throw new PlainError(
        `ELECTRON_OVERRIDE_DIST_PATH carries an application of its own (${path}). Name a bare Electron.`,
      );
  }
}

async function buildWith(args) {
  const command = [
    at('node_modules/electron-builder/cli.js'),
    ...args,
    '--config',
    'build/electron-builder.mjs',
    '--publish',
    'never',
  ];
  const { code, output } = await withProgress('Packing the application', () =>
    runCommand(process.execPath, command, {
      quiet: true,
      env: { CSC_IDENTITY_AUTO_DISCOVERY: process.env['CSC_LINK'] ? undefined : 'false' },
    }),
  );
  if (code !== 0 && /getaddrinfo|ECONNREFUSED|ETIMEDOUT|HTTPError/.test(output)) {
    const why = output
      .split('\n')
      .find((line) => line.includes('⨯'))
      ?.replace(/\s*⨯\s*|\s*failedTask.*/g, '');
    throw new PlainError(
      `The application could not be packed, because Electron's program could not be downloaded (${why}). Connect to the network, or name the folder of an unpacked Electron with ELECTRON_OVERRIDE_DIST_PATH.`,
    );
  }
  if (code !== 0)
    throw new PlainError(`${lastLines(output)}\n\nThe application could not be packed; the reason is above.`);
}

/** @returns the .deb */
async function buildDeb(folder) {
  const missing = ['dpkg-deb', 'fakeroot'].filter((program) => !isOnPath(program));
  if (missing.length > 0) {
    throw new PlainError(
      `No .deb was made: ${missing.join(' and ')} is missing. On Debian and Ubuntu: sudo apt-get install dpkg fakeroot`,
    );
  }
  const { name, productName, version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch] ?? process.arch;
  const edges = [16, 24, 32, 48, 64, 128, 256, 512];
  const installer = createRequire(import.meta.url)('electron-installer-debian');
  await withProgress('Making the .deb', () =>
    installer({
      src: folder,
      dest: at('release'),
      arch,
      options: {
        name,
        productName,
        version,
        bin: name,
        section: 'graphics',
        categories: ['Graphics'],
        icon: Object.fromEntries(edges.map((edge) => [`${edge}x${edge}`, at(`out/icons/${edge}x${edge}.png`)])),
        // Half as large again as xz, and made in a tenth of the time.
        compression: 'gzip',
      },
    }),
  );
  const file = at('release', `${name}_${version}_${arch}.deb`);
  if (!existsSync(file)) throw new PlainError(`No .deb was made: ${file} is not there.`);
  say(`${(statSync(file).size / 1e6).toFixed(0)} MB`);
  return file;
}

function isOnPath(program) {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)));
}

main(process.argv.slice(2)).catch(fail);
