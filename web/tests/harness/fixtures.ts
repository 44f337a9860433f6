import { test as base, expect } from '@playwright/test';
import { DIST, PARITY, PKG } from './paths.mjs';
import { serve } from './server.mjs';

interface EachWorker {
  server: { origin: string };
}

interface EachTest {
  /**
   * What went wrong in the page, a line each: errors on the console, exceptions, requests to anywhere
   * but the page's own server (they are blocked). A test fails that leaves any; one that expects some
   * takes them out: `problems.splice(0)`.
   */
  problems: string[];
}

export const test = base.extend<EachTest, EachWorker>({
  server: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs from the pattern.
    async ({}, use) => {
      const server = await serve({ '/': DIST, '/pkg/': PKG, '/parity/': PARITY });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],
  // `page.goto('/')` is the playground.
  baseURL: async ({ server }, use) => use(server.origin),
  problems: async ({ context, server }, use) => {
    const problems: string[] = [];
    const own = (url: URL) =>
      url.origin === server.origin || ['blob:', 'data:', 'file:'].includes(url.protocol);
    await context.route(
      (url) => !own(url),
      (route) => {
        problems.push(`request to ${route.request().url()}`);
        return route.abort('blockedbyclient');
      },
    );
    context.on('console', (message) => {
      if (message.type() === 'error') problems.push(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) =>
      problems.push(`exception: ${error.error().stack ?? error.error().message}`),
    );
    await use(problems);
    expect(problems).toEqual([]);
  },
  // Every test with a page has it watched: nobody can forget.
  page: async ({ page, problems: _ }, use) => use(page),
});

export { expect };
