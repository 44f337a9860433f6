// A picture of every part, in every look.

import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { createServer, type ViteDevServer } from 'vite';
import { REPOSITORY } from '../harness/paths.mjs';
import { FOLDER, fileOf, LOOKS, type Look } from './looks';

const WEB = join(REPOSITORY, 'web');
const WAITING = /Working it out|planning…|^Reading |Loading…/;
let server: ViteDevServer;

test.beforeAll(async () => {
  server = await createServer({ root: WEB, configFile: join(WEB, 'vitest.config.ts'), server: { port: 0 } });
  await server.listen();
});
test.afterAll(() => server.close());

for (const look of Object.keys(LOOKS) as Look[]) {
  test(`parts, ${look}`, async ({ browser }) => {
    test.setTimeout(300_000);
    const { forcedColors, ...options } = { forcedColors: null, ...LOOKS[look] };
    const width = Math.min(options.viewport.width, 1000);
    const page = await browser.newPage({ ...options, forcedColors, viewport: { width, height: 700 } });
    await page.goto(`${server.resolvedUrls?.local[0]}tests/pictures/index.html`);
    await page.waitForFunction(() => window.show !== undefined, undefined, { timeout: 120_000 });
    for (const name of await page.evaluate(() => window.specimens)) {
      await page.evaluate((wanted) => window.show(wanted), name);
      await expect(page.locator(`main[data-shown="${name}"]`)).not.toBeEmpty();
      // A panel has a planner, which has to answer first.
      if (name.endsWith('/Panel')) await expect(page.getByText(WAITING)).toHaveCount(0, { timeout: 60_000 });
      await page.waitForTimeout(150);
      await page.screenshot({ path: join(FOLDER, fileOf(name, look)), animations: 'disabled' });
    }
    await page.close();
  });
}
