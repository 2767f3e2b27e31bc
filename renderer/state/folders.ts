import { sayError, t } from '../text/text.svelte';
import type { StudioState } from './studio.svelte';

/** What a folder chooser needs from the studio: the listing, and the system's dialog where the shell has one. */
export function folderChooser(studio: StudioState, title: string) {
  return {
    list: (folder?: string) => studio.client.run('system.listFolders', folder === undefined ? {} : { folder }),
    browse: studio.system?.nativeDialogs ? () => studio.client.run('system.chooseFolder', { title }) : undefined,
    texts: {
      path: t('folder.path'),
      up: t('folder.up'),
      empty: t('folder.empty'),
      folders: t('folder.folders'),
      pictures: (count: number) => t('folder.pictures', { count }),
      project: t('folder.project'),
      browse: t('folder.browse'),
      problem: sayError,
    },
  };
}
