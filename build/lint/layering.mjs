import path from 'node:path';
import { layers } from './layers.mjs';

const folders = Object.keys(layers).sort((a, b) => b.length - a.length);
const ownerOf = (file) => folders.find((folder) => file === folder || file.startsWith(`${folder}/`));
const matches = (name, pattern) => (pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern);

/** A folder that is allowed allows what lies below it, unless that has a row of its own. */
const allowedFolder = (to, from, allowed) =>
  to === from ||
  from.startsWith(`${to}/`) ||
  allowed.includes(to) ||
  allowed.some((folder) => to.startsWith(`${folder}/`));

/** ESLint rule: an import is allowed only where the table of layers.mjs says so. */
export const layering = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { forbidden: '{{from}} may not import {{to}}; it may import: {{allowed}}' },
  },
  create(context) {
    const file = path.relative(context.cwd, context.filename).replaceAll('\\', '/');
    const from = ownerOf(file);
    if (!from || /\.test\.ts$/.test(file)) return {};
    const { folders: allowedFolders, packages } = layers[from];
    const report = (node, to, allowed) =>
      context.report({ node, messageId: 'forbidden', data: { from, to, allowed: allowed.join(', ') || 'nothing' } });
    const check = (node) => {
      if (!node.source) return;
      const source = String(node.source.value).replace(/\?.*$/, '');
      if (!source.startsWith('.')) {
        if (!packages.some((pattern) => matches(source, pattern))) report(node, source, packages);
        return;
      }
      const target = path.posix.join(path.posix.dirname(file), source);
      const to = ownerOf(target) ?? ownerOf(`${target}.ts`);
      if (to && !allowedFolder(to, from, allowedFolders)) report(node, to, allowedFolders);
    };
    return {
      ImportDeclaration: check,
      ImportExpression: check,
      ExportAllDeclaration: check,
      ExportNamedDeclaration: check,
    };
  },
};
