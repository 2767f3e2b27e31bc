/** Joins with the separator that the folder itself uses: the window does not know the machine it runs on. */
export function joinPath(folder: string, name: string): string {
  const separator = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(separator) ? folder + name : folder + separator + name;
}

/** The last part of a path: what a person calls it. */
export const baseName = (path: string) => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

/** The folder that a path lies in; null for the root of a disk. */
export function parentPath(path: string): string | null {
  const parent = path.replace(/[\\/]+$/, '').replace(/[^\\/]+$/, '');
  return parent === '' || parent === path ? null : parent;
}

/** A name that every file system takes. */
export const folderName = (name: string) =>
  name
    .replace(/[<>:"/\\|?*]/g, ' ')
    .split('')
    .filter((letter) => letter >= ' ')
    .join('')
    .replace(/\s+/g, ' ')
    .replace(/[. ]+$/, '')
    .trim();
