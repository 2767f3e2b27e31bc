import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { unneededModules } from './packaged-modules.mjs';

// Another Electron than the package's own, e.g. one from a mirror: its folder, with Electron's `version` file in it.
const electronDist = process.env.ELECTRON_OVERRIDE_DIST_PATH;

const config = {
  appId: 'studio.deepstyle.app',
  productName: 'DeepStyle Studio',
  copyright: 'Copyright © DeepStyle Studio',
  directories: { output: 'release', buildResources: 'build' },
  ...(electronDist && {
    electronDist,
    electronVersion: readFileSync(join(electronDist, 'version'), 'utf8').trim().replace(/^v/, ''),
  }),
  // Every native package carries Node-API binaries of its own.
  npmRebuild: false,
  asar: true,
  // What is loaded by the system's loader, or opened by native code, cannot lie inside an archive.
  asarUnpack: [
    '**/*.node',
    '**/node_modules/onnxruntime-node/bin/**',
    '**/node_modules/@img/**',
    '**/node_modules/sharp/**',
  ],
  files: [
    'out/main/**',
    'out/preload/**',
    'out/renderer/**',
    'package.json',
    // Binaries of other systems, and what only an install script needs.
    '!**/node_modules/onnxruntime-node/bin/napi-v6/!(${platform})/**',
    '!**/node_modules/onnxruntime-node/bin/napi-v6/${platform}/!(${arch})/**',
    '!**/node_modules/onnxruntime-node/{script,lib}/**',
    '!**/node_modules/onnxruntime-common/dist/!(cjs)/**',
    '!**/node_modules/{global-agent,serialize-error,type-fest,roarr,boolean,es6-error,matcher}/**',
    '!**/node_modules/@photostructure/sqlite/{src,scripts}/**',
    '!**/node_modules/@photostructure/sqlite/prebuilds/!(${platform}-${arch})/**',
    '!**/node_modules/@photostructure/sqlite/prebuilds/**/*.musl.node',
    '!**/node_modules/{node-addon-api,node-gyp-build}/{tools,*.h,*.gyp*}',
    '!**/node_modules/sharp/{src,install}/**',
    '!**/*.{d.ts,d.cts,d.mts,map,md,gyp}',
    // sharp's native Linux build and Chromium bring two versions of GLib into one process; its WebAssembly build is used.
    '!**/node_modules/@img/sharp-linux*/**',
    '!**/node_modules/@img/sharp-libvips-linux*/**',
    ...unneededModules().map((path) => `!${path}/**`),
  ],
  extraResources: [{ from: 'resources/models', to: 'models' }],
  linux: {
    // .deb comes from tools/package.mjs: an AppImage does not start where user namespaces are restricted.
    target: ['AppImage'],
    category: 'Graphics',
    extraFiles: ['LICENSE'],
    executableName: 'deepstyle-studio',
    icon: 'out/icons',
    maintainer: 'DeepStyle Studio <studio@deepstyle.example>',
    synopsis: 'Find garments in photos, train a generator on them',
  },
  win: { target: ['nsis'], icon: 'out/icons/256x256.png' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: ['dmg'],
    category: 'public.app-category.graphics-design',
    icon: 'out/icons/1024x1024.png',
    hardenedRuntime: true,
  },
};

export default config;
