import axe from 'axe-core';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const grave = ['serious', 'critical'];

/**
 * What axe finds on the page as it stands: names, roles, contrast, order. Findings that keep nobody from the work
 * (`minor`, `moderate`) are left out.
 *
 * @returns one line for each element that breaks a rule
 */
export async function accessibilityFindings(page: Page): Promise<string[]> {
  // The policy of the page forbids scripts from elsewhere; the debugger's own are not under it.
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => grave.includes(impact ?? ''))
    .flatMap(({ id, help, nodes }) =>
      nodes.map(({ target, any }) => `${id} (${help}) at ${target.join(' ')}: ${any[0]?.message ?? ''}`),
    );
}
