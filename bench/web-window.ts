import { fork, execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import type { CDPSession, Page } from 'playwright-core';

export interface WebWindow {
  page: Page;
  /** MiB of the page's JavaScript objects, after a collection. */
  heapMiB(): Promise<number>;
  /** MiB that the studio's own process holds; null where `ps` does not tell. */
  studioMiB(): number | null;
  close(): Promise<void>;
}

const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];

/** The studio in Chromium at 1280 x 800, on the web server of its own. */
export async function openWebWindow(userFolder: string, executablePath: string): Promise<WebWindow> {
  const server = fork(join(process.cwd(), 'out/main/web.cjs'), [], {
    env: { ...process.env, STUDIO_USER_FOLDER: userFolder },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const url = await new Promise<string>((resolve, reject) => {
    server.once('message', (message) => resolve((message as { url: string }).url));
    server.once('exit', (code) => reject(new Error(`The web server ended with code ${String(code)}.`)));
  });
  const browser = await chromium.launch({ executablePath, args: [...sandbox, '--enable-precise-memory-info'] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(url);
  return {
    page,
    async heapMiB() {
      await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'JSHeapUsedSize')?.value ?? 0) / 2 ** 20;
    },
    studioMiB() {
      try {
        return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(server.pid)], { encoding: 'utf8' })) / 1024;
      } catch {
        return null;
      }
    },
    async close() {
      await browser.close();
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
    },
  };
}
