/** A folder of the library with what lies below it. */
export interface FolderNode {
  /** Absolute. */
  folder: string;
  /** Its name; for the topmost ones their whole path. */
  name: string;
  depth: number;
  /** Photos in it and below. */
  count: number;
}

/** Parts of a path, each with its separator. */
function partsOf(folder: string): string[] {
  const separator = folder.includes('\\') ? '\\' : '/';
  return (folder.endsWith(separator) ? folder : folder + separator).split(/(?<=[\\/])/);
}

const withoutEnd = (path: string) => (path.length > 1 ? path.replace(/[\\/]$/, '') : path);

/**
 * Folders as a list that reads as a tree: a folder that holds nothing but one other is left out, and so the deepest
 * folder that holds everything is at the top.
 */
export function folderTree(folders: readonly { folder: string; count: number }[]): FolderNode[] {
  interface Branch {
    path: string;
    own: number;
    below: Map<string, Branch>;
  }
  const root: Branch = { path: '', own: 0, below: new Map() };
  for (const { folder, count } of folders) {
    let at = root;
    for (const part of partsOf(folder)) {
      const name = withoutEnd(part);
      const next = at.below.get(name) ?? { path: at.path + part, own: 0, below: new Map() };
      at.below.set(name, next);
      at = next;
    }
    at.own += count;
  }
  const total = (branch: Branch): number =>
    [...branch.below.values()].reduce((sum, below) => sum + total(below), branch.own);
  const nodes: FolderNode[] = [];
  const visit = (branch: Branch, name: string, depth: number) => {
    const only = branch.own === 0 && branch.below.size === 1 ? [...branch.below][0] : undefined;
    if (only) return visit(only[1], name === '' || depth === 0 ? '' : `${name}/${only[0]}`, depth);
    const folder = withoutEnd(branch.path);
    if (branch !== root) nodes.push({ folder, name: name || folder, depth, count: total(branch) });
    const inner = branch === root ? depth : depth + 1;
    for (const [below, node] of [...branch.below].sort(([a], [b]) => a.localeCompare(b, undefined, { numeric: true })))
      visit(node, inner === 0 ? '' : below, inner);
  };
  visit(root, '', 0);
  return nodes;
}
