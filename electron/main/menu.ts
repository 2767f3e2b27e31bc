import { Menu, app, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';

/** The usual menu. The window's own keys are the renderer's; these are the ones that people expect of any program. */
export function setMenu(logFolder: string): void {
  const isMac = process.platform === 'darwin';
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    { role: 'fileMenu' },
    { role: 'editMenu' },
    {
      label: 'View',
      submenu: [
        { role: 'reload' },
        { role: 'toggleDevTools' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
    { role: 'windowMenu' },
    {
      role: 'help',
      submenu: [
        { label: 'Show log files', click: () => void shell.openPath(logFolder) },
        ...(isMac ? [] : [{ label: `About ${app.name}`, click: () => app.showAboutPanel() }]),
      ],
    },
  ];
  app.setAboutPanelOptions({ applicationName: app.name, applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
