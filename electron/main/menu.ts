import { Menu, app, shell } from 'electron';
import type { MenuItemConstructorOptions } from 'electron';
import type { WindowCommand } from '../contract/window-command';
import type { ShellText } from './shell-text';

export interface MenuOptions {
  logFolder: string;
  text: ShellText;
  /** Asks the window for what an entry says. */
  send: (command: WindowCommand) => void;
}

const rooms = ['library', 'review', 'dataset', 'train', 'compare'] as const;

/** The menu: projects, the five rooms, help. The keys of one room are the renderer's; these mean the same everywhere. */
export function setMenu({ logFolder, text: { t }, send }: MenuOptions): void {
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
      label: t('menu.file'),
      submenu: [
        item(t('project.create'), 'create-project', 'CmdOrCtrl+N'),
        item(t('project.open'), 'open-project', 'CmdOrCtrl+O'),
        item(t('project.close'), 'close-project'),
        separator,
        item(t('action.import'), 'import', 'CmdOrCtrl+I'),
        separator,
        item(t('settings.title'), 'settings', 'CmdOrCtrl+,'),
        separator,
        isMac ? { role: 'close' } : { label: t('menu.quit'), role: 'quit' },
      ],
    },
    {
      label: t('menu.edit'),
      submenu: [
        { label: t('menu.undo'), role: 'undo' },
        { label: t('menu.redo'), role: 'redo' },
        separator,
        { label: t('menu.cut'), role: 'cut' },
        { label: t('menu.copy'), role: 'copy' },
        { label: t('menu.paste'), role: 'paste' },
        { label: t('menu.selectAll'), role: 'selectAll' },
      ],
    },
    {
      label: t('menu.view'),
      submenu: [
        ...rooms.map((room, index) => item(t(`room.${room}`), room, `CmdOrCtrl+${index + 1}`)),
        separator,
        { label: t('menu.reload'), role: 'reload' },
        { label: t('menu.devTools'), role: 'toggleDevTools' },
        separator,
        // Keys without Ctrl zoom the photo, not the window.
        { label: t('menu.resetZoom'), role: 'resetZoom' },
        { label: t('menu.zoomIn'), role: 'zoomIn' },
        { label: t('menu.zoomOut'), role: 'zoomOut' },
        separator,
        { label: t('menu.fullscreen'), role: 'togglefullscreen' },
      ],
    },
    isMac
      ? { label: t('menu.window'), role: 'windowMenu' }
      : { label: t('menu.window'), submenu: [{ label: t('menu.minimize'), role: 'minimize' }] },
    {
      label: t('menu.help'),
      role: 'help',
      submenu: [
        item(t('shortcuts.title'), 'shortcuts', 'F1'),
        item(t('doctor.title'), 'doctor'),
        separator,
        { label: t('menu.logs'), click: () => void shell.openPath(logFolder) },
        ...(isMac ? [] : [{ label: t('menu.about'), click: () => app.showAboutPanel() }]),
      ],
    },
  ];
  app.setAboutPanelOptions({ applicationName: app.name, applicationVersion: app.getVersion() });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
