// Runs in the playground's page: from an event to the first frame with another plan in it.

const CHECKSUM = '[data-testid="sql_plan_checksum"]';
const shown = () => document.querySelector(CHECKSUM)?.textContent ?? '';

let measured;

/**
 * Takes the next event of the type as the beginning; its time stamp is when the browser got it, before
 * the page did. The end: the checksum on the page is another, an animation frame has begun, and the
 * first task after it runs, which is after that frame was painted.
 */
export function arm(type) {
  const before = shown();
  measured = new Promise((resolve) => {
    let begin;
    addEventListener(type, (event) => (begin = event.timeStamp), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (begin === undefined || shown() === before || shown() === '') return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(performance.now() - begin);
        port2.postMessage(null);
      });
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** Milliseconds, once the SQL on the page is what its checksum says. */
export async function taken() {
  const took = await measured;
  const sql = document.querySelector('[data-testid="sql"]')?.textContent ?? '';
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sql)));
  const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex !== shown()) throw new Error(`the SQL on the page hashes to ${hex}, and the page says ${shown()}`);
  return took;
}

const tasks = [];
/** Browsers report tasks of the main thread from 50 ms on. */
export function watchTasks() {
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' });
}
export const longestTask = () => Math.max(0, ...tasks.splice(0).map(({ duration }) => duration));
