import { sayError, t } from '../text/text.svelte';
import { parentPath } from './paths';
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

/** A listing of a folder, or of the nearest one above it that is there: what moved has often not moved far. */
export async function listNearest(studio: StudioState, wanted: string) {
  for (let folder: string | null = wanted; folder !== null; folder = parentPath(folder)) {
    const listing = await studio.client.run('system.listFolders', { folder }).catch(() => null);
    if (listing) return listing;
  }
  return studio.client.run('system.listFolders', {});
}
