import type { BrowserWindow } from 'electron';
import { MessageChannelMain, app, dialog, ipcMain, nativeTheme, shell } from 'electron';
import { join } from 'node:path';
import type { Settings } from '../contract/api/system';
import { openLogFile } from '../core/log-file';
import { createStudio } from '../core/studio';
import type { Studio } from '../core/studio-types';
import { userFolder } from '../core/user-folder';
import { setMenu } from './menu';
import { portTransport } from './port-transport';
import { shellText, type ShellText } from './shell-text';
import { tellEnds } from './tell-ends';
import { closingQuestion } from './running-jobs';
import { registerStudioScheme, serveStudioScheme } from './studio-protocol';
import { isTrusted, pageUrl } from './trusted';
import { createUtilityHost } from './utility-host';
import { openWindow } from './window';

/** Core gives a training a minute to come to its next step and save; what still runs then is resumed from disk later. */
const closePatienceMs = 75_000;

app.setPath('userData', userFolder(process.env));
const folder = app.getPath('userData');
const logFolder = join(folder, 'logs');
const logLine = openLogFile(join(logFolder, 'studio.log'));
const log = (line: string) => {
  logLine(line);
  if (process.env['STUDIO_LOG']) process.stderr.write(`${line}\n`);
};
// In a packaged app the environment cannot make the window load a page from elsewhere.
const page = pageUrl(app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']);

let window: BrowserWindow | undefined;
let closed: Promise<void> | undefined;
/** The system's language, until the settings are read. */
let text: ShellText = shellText('system', 'en');

function begin(): Studio {
  const studio = createStudio({
    shell: {
      name: 'electron',
      async chooseFolder(title) {
        const options = { title, properties: ['openDirectory' as const, 'createDirectory' as const] };
        const answer = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options));
        return answer.canceled ? null : (answer.filePaths[0] ?? null);
      },
      reveal: async (path) => shell.showItemInFolder(path),
    },
    workers: createUtilityHost(__dirname, log),
    resources: app.isPackaged ? process.resourcesPath : join(__dirname, '../../resources'),
    userFolder: folder,
    version: app.getVersion(),
    log,
  });
  serveStudioScheme(
    studio,
    join(__dirname, '../renderer'),
    page.startsWith('http') ? new URL(page).origin : 'studio://app',
  );
  ipcMain.on('studio:connect', (event) => {
    if (!isTrusted(event, page)) return log(`ipc: refused a connection from ${event.senderFrame?.url ?? 'nowhere'}`);
    const { port1, port2 } = new MessageChannelMain();
    studio.connect(portTransport(port1));
    event.sender.postMessage('studio:port', null, [port2]);
  });
  return studio;
}

/** Ends the studio once, and the app after it. */
function end(studio: Studio): Promise<void> {
  closed ??= Promise.race([
    studio.close().catch((error: unknown) => log(`studio: ${describe(error)}`)),
    new Promise<void>((resolve) => setTimeout(resolve, closePatienceMs).unref()),
  ]);
  return closed;
}

async function mayClose(studio: Studio): Promise<boolean> {
  const question = closingQuestion(await studio.client().run('jobs.list', {}), text);
  if (question && window) {
    const { response } = await dialog.showMessageBox(window, {
      type: 'question',
      ...question,
      defaultId: 0,
      cancelId: 0,
    });
    if (response === 0) return false;
  }
  // Nobody waits for the last step of a training in front of a window that has been closed.
  window?.hide();
  await end(studio);
  return true;
}

async function main(): Promise<void> {
  await app.whenReady();
  log(`studio ${app.getVersion()} on Electron ${process.versions.electron}, ${process.platform} ${process.arch}`);
  const studio = begin();
  const client = studio.client();
  const follow = ({ language, theme }: Settings) => {
    text = shellText(language, app.getLocale());
    nativeTheme.themeSource = theme;
    setMenu({ logFolder, text, send: (command) => window?.webContents.send('studio:command', command) });
  };
  follow(await client.run('settings.get', {}));
  client.on('settings', follow);
  window = openWindow({
    page,
    preload: join(__dirname, '../preload/index.cjs'),
    userFolder: folder,
    log,
    text: () => text,
    mayClose: () => mayClose(studio).catch((error: unknown) => (log(`closing: ${describe(error)}`), true)),
  });
  window.on('closed', () => (window = undefined));
  tellEnds(
    studio,
    () => window,
    () => text,
    log,
  );
  app.on('second-instance', () => {
    if (closed) return;
    if (window?.isMinimized()) window.restore();
    window?.focus();
  });
  app.on('window-all-closed', () => void end(studio).then(() => app.quit()));
  // Whoever sends a signal does not want to be asked.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => void end(studio).then(() => app.exit(0)));
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

process.on('unhandledRejection', (reason) => log(`unhandled: ${describe(reason)}`));
process.on('uncaughtException', (error) => {
  log(`uncaught: ${describe(error)}`);
  process.stderr.write(`${describe(error)}\n`);
  if (window)
    dialog.showErrorBox(text.t('shell.error'), `${error.message}\n\n${text.t('shell.logIn', { folder: logFolder })}`);
  else app.exit(1);
});

if (app.requestSingleInstanceLock()) {
  registerStudioScheme();
  main().catch((error: unknown) => {
    log(`start: ${describe(error)}`);
    process.stderr.write(`DeepStyle Studio did not start: ${describe(error)}\n`);
    app.exit(1);
  });
} else {
  process.stderr.write('DeepStyle Studio is already open; its window comes to the front.\n');
  process.send?.('ready');
  app.quit();
}
