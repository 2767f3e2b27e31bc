import { Menu, app, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { WindowCommand } from '../contract/window-command';
import type { ShellTexts } from './shell-text';

export interface MenuOptions {
  logFolder: string;
  texts: ShellTexts;
  /** Asks the window for what an entry says. */
  send: (command: WindowCommand) => void;
}

const rooms = ['library', 'review', 'dataset', 'train', 'compare'] as const;

/** The menu: projects, the five rooms, help. The keys of one room are the renderer's; these mean the same everywhere. */
export function setMenu({ logFolder, texts, send }: MenuOptions): void {
  const isMac = process.platform === 'darwin';
  const item = (label: string, command: WindowCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => send(command),
    ...(accelerator ? { accelerator } : {}),
  });
  const separator = { type: 'separator' } as const;
  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [{ role: 'appMenu' } as const] : []),
    {
      label: texts.file,
      submenu: [
        item(texts.createProject, 'create-project', 'CmdOrCtrl+N'),
        item(texts.openProject, 'open-project', 'CmdOrCtrl+O'),
        item(texts.closeProject, 'close-project'),
        separator,
        item(texts.import, 'import', 'CmdOrCtrl+I'),
        separator,
        item(texts.settings, 'settings', 'CmdOrCtrl+,'),
        separator,
        isMac ? { role: 'close' } : { role: 'quit' },
      ],
    },
    { label: texts.edit, role: 'editMenu' },
    {
      label: texts.view,
      submenu: [
        ...rooms.map((room, index) => item(texts[room], room, `CmdOrCtrl+${index + 1}`)),
        separator,
        { role: 'reload' },
        { role: 'toggleDevTools' },
        separator,
        // Keys without Ctrl zoom the photo, not the window.
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        separator,
        { role: 'togglefullscreen' },
      ],
    },
    { label: texts.window, role: 'windowMenu' },
    {
      label: texts.help,
      role: 'help',
      submenu: [
        item(texts.shortcuts, 'shortcuts', 'F1'),
        item(texts.doctor, 'doctor'),
        separator,
        { label: texts.logs, click: () => void shell.openPath(logFolder) },
        ...(isMac ? [] : [{ label: texts.about, click: () => app.showAboutPanel() }]),
      ],
    },
  ];
  app.setAboutPanelOptions({ applicationName: app.name, applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
