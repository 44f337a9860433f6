import type { BrowserContextOptions, Page } from '@playwright/test';
import { test as base, expect as impatient } from '../../harness/fixtures';

interface EachTest {
  /** A page of somebody else: a browser with nothing stored, watched as strictly as the test's own. */
  stranger: (options?: BrowserContextOptions) => Promise<Page>;
}

export const test = base.extend<EachTest>({
  permissions: ['clipboard-read', 'clipboard-write'],
  stranger: async ({ browser, server, problems }, use) => {
    const contexts: { close(): Promise<void> }[] = [];
    await use(async (options) => {
      const context = await browser.newContext({
        baseURL: server.origin,
        serviceWorkers: 'block',
        permissions: ['clipboard-read', 'clipboard-write'],
        ...options,
      });
      contexts.push(context);
      await context.route(
        (url) => url.origin !== server.origin && !['blob:', 'data:', 'file:'].includes(url.protocol),
        (route) => {
          problems.push(`request to ${route.request().url()}`);
          return route.abort('blockedbyclient');
        },
      );
      context.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      context.on('weberror', (error) => problems.push(`exception: ${error.error().stack}`));
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** Waits as long as a busy machine may need: no test is about time. */
export const expect = impatient.configure({ timeout: 20_000 });
