import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** Engines that a package does not carry: half of its size, and of no use without a native library fetched by hand. */
const leftOut = ['@tensorflow/tfjs-node-gpu'];

/**
 * Packages that only a left-out dependency needs, read from package-lock.json.
 *
 * @returns {string[]} folders below node_modules
 */
export function unneededModules() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const roots = Object.keys(packages[''].dependencies);
  const all = reachable(packages, roots);
  const needed = reachable(
    packages,
    roots.filter((name) => !leftOut.includes(name)),
  );
  return [...all].filter((path) => !needed.has(path)).sort();
}

function reachable(packages, names) {
  const found = new Set();
  const visit = (from, name) => {
    const path = resolve(packages, from, name);
    if (!path || found.has(path)) return;
    found.add(path);
    const { dependencies = {}, optionalDependencies = {} } = packages[path];
    for (const inner of [...Object.keys(dependencies), ...Object.keys(optionalDependencies)]) visit(path, inner);
  };
  for (const name of names) visit('', name);
  return found;
}

/** As Node looks a package up: in the own node_modules, then in those of the folders above. */
function resolve(packages, from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(folder.lastIndexOf('node_modules/') - 1, 0))) {
    const path = `${folder}${folder ? '/' : ''}node_modules/${name}`;
    if (packages[path]) return path;
    if (!folder) return undefined;
  }
}
