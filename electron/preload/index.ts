import { contextBridge, ipcRenderer, webUtils } from 'electron';

declare const window: { postMessage(message: unknown, targetOrigin: string, transfer: readonly object[]): void };

// A port cannot cross the bridge, so it is handed to the page as a message.
ipcRenderer.on('studio:port', (event) => window.postMessage({ studio: 'port' }, '*', event.ports));

contextBridge.exposeInMainWorld('studio', {
  /** Asks for a connection; its port arrives as a message `{ studio: 'port' }` of the window. */
  connect: async (): Promise<void> => ipcRenderer.send('studio:connect'),
  /** Absolute path of a dropped file; Electron before 29 has it on the file itself. */
  pathOf: (file: File): string =>
    (webUtils as typeof webUtils | undefined)?.getPathForFile(file) ?? (file as { path?: string }).path ?? '',
  /** What the menu asks of the window; see contract/window-command.ts. */
  onCommand: (listener: (command: string) => void): void => {
    ipcRenderer.on('studio:command', (_event, command: unknown) => listener(String(command)));
  },
});
