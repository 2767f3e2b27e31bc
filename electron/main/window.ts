import { BrowserWindow, dialog, nativeTheme, screen, session } from 'electron';
import { join } from 'node:path';
import type { ShellText } from './shell-text';
import { isOurs } from './trusted';
import { readWindowState, writeWindowState } from './window-state';

export interface WindowOptions {
  page: string;
  preload: string;
  userFolder: string;
  log: (line: string) => void;
  text: () => ShellText;
  /** Asked once when the window is to close. @returns whether it may */
  mayClose: () => Promise<boolean>;
}

/** The ground of renderer/tokens.css, so that nothing flashes before the page is drawn. */
const ground = { dark: '#121212', light: '#fafafa' };
/** A page whose process dies again so soon is not loaded again. */
const crashLoopMs = 10_000;

export function openWindow(options: WindowOptions): BrowserWindow {
  const { page, log } = options;
  const stateFile = join(options.userFolder, 'window.json');
  const state = readWindowState(
    stateFile,
    screen.getAllDisplays().map((display) => display.workArea),
  );
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...state?.bounds,
    minWidth: 960,
    minHeight: 600,
    show: false,
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? ground.dark : ground.light,
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      // Its dictionaries would be fetched from the network.
      spellcheck: false,
    },
  });
  if (state?.maximized) window.maximize();

  keepInside(window, page, log);
  mendCrashes(window, options);
  window.once('ready-to-show', () => {
    window.show();
    // tools/start.mjs waits for this; an end before it means: take the browser shell.
    process.send?.('ready');
  });

  let closing = false;
  window.on('close', (event) => {
    writeWindowState(stateFile, { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
    if (closing) return;
    event.preventDefault();
    void options.mayClose().then((may) => {
      if (!may) return;
      closing = true;
      window.close();
    });
  });
  void window.loadURL(page);
  return window;
}

/** The page stays the page: it opens no windows, goes nowhere else and is given no device. */
function keepInside(window: BrowserWindow, page: string, log: (line: string) => void): void {
  window.webContents.setWindowOpenHandler(({ url }) => {
    log(`window: did not open ${url}`);
    return { action: 'deny' };
  });
  window.webContents.on('will-navigate', (event, url) => {
    if (isOurs(url, page)) return;
    log(`window: did not go to ${url}`);
    event.preventDefault();
  });
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());

  // "Copy diagnostics" writes to the clipboard; nothing else is ever needed.
  const isAllowed = (permission: string) => permission === 'clipboard-sanitized-write';
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(isAllowed(permission)));
  session.defaultSession.setPermissionCheckHandler((_contents, permission) => isAllowed(permission));
}

function mendCrashes(window: BrowserWindow, { log, text }: WindowOptions): void {
  let lastCrashAt = 0;
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit') return;
    log(`window: its process ended (${reason}, code ${exitCode})`);
    if (Date.now() - lastCrashAt < crashLoopMs) {
      const { t } = text();
      dialog.showErrorBox(t('shell.crashedTwice'), t('shell.crashedTwiceText'));
      return;
    }
    lastCrashAt = Date.now();
    window.reload();
  });
  window.webContents.on('did-fail-load', (_event, code, description, url) =>
    log(`window: ${url}: ${description} (${code})`),
  );
  window.webContents.on('preload-error', (_event, path, error) => log(`preload: ${path}: ${error.message}`));
}
