import { planAll } from './browser.mjs';

addEventListener('message', async ({ data: cases }) => {
  try {
    postMessage({ lines: await planAll(cases) });
  } catch (error) {
    postMessage({ error: String(error.stack ?? JSON.stringify(error)) });
  }
});
