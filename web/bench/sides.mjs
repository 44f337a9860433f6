// The pages that are typed in. A side: the page, its keys for a way of typing, and its worker's part.

const probe = (page) =>
  page.evaluate(async () => {
    globalThis.probe = await import('/bench/probe.mjs');
    globalThis.probe.watchTasks();
    globalThis.probe.watchWorker();
  });

export async function measure(page, event, act) {
  await page.evaluate((event) => globalThis.probe.arm(event), event);
  await act();
  return page.evaluate(() => globalThis.probe.taken());
}

/** A page that plans nothing: what the browser itself takes. */
export async function floor(browser, baseURL) {
  const page = await browser.newPage({ baseURL });
  await page.goto('/bench/floor.html');
  await probe(page);
  await page.getByRole('textbox').focus();
  return { page, keys: () => async (n) => 'abcdefghijklmnopqrstuvwxyz'[n % 26], work: async () => undefined };
}

/** The playground with both files open, and how long that took. */
export async function playground(browser, { baseURL, files }) {
  const page = await browser.newPage({ baseURL });
  await page.goto('/');
  await probe(page);
  await page.getByLabel('A file of roles').setInputFiles(files.plan);
  await page.getByRole('tab', { name: 'Catalog' }).click();
  const { key, painted } = await measure(page, 'change', () =>
    page.getByLabel('Snapshot files').setInputFiles(files.catalog),
  );
  await page.getByRole('tab', { name: 'Desired' }).click();
  return { page, opened: painted - key, keys: (typing) => typing(page), work: await inWorker(page) };
}

/** Gives how long the worker took for the last text, and when it answered. */
async function inWorker(page) {
  const [worker] = page.workers();
  await worker.evaluate(() => {
    const { postMessage } = self;
    let begin;
    self.addEventListener('message', ({ data, timeStamp }) => {
      if (data.kind === 'revise') begin = timeStamp;
    });
    self.postMessage = (report) => {
      const now = performance.now();
      if (report.kind === 'revised')
        globalThis.took = { work: now - begin, answered: performance.timeOrigin + now };
      postMessage.call(self, report);
    };
  });
  return () => worker.evaluate(() => globalThis.took);
}
