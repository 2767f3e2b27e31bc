import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The sources that the page's own policy names, by directive. */
function policyOf(page: string): Map<string, readonly string[]> {
  const html = readFileSync(join(import.meta.dirname, '../../renderer', page), 'utf8');
  const policy = /Content-Security-Policy"\s+content="([^"]+)"/.exec(html)?.[1] ?? '';
  return new Map(
    policy.split(';').map((directive) => {
      const [name = '', ...sources] = directive.trim().split(/\s+/);
      return [name, sources];
    }),
  );
}

test.each(['index.html', 'testing/dev.html'])("%s may read the studio's pictures, not only show them", (page) => {
  const policy = policyOf(page);
  expect(policy.get('img-src')).toContain('studio:');
  // A look is enlarged from its pixels.
  expect(policy.get('connect-src')).toContain('studio:');
});
