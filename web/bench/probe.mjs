// Runs in the page that is measured: from an event to the first frame with another plan in it.

const CHECKSUM = '[data-testid="sql_plan_checksum"]';
const shown = () => document.querySelector(CHECKSUM)?.textContent ?? '';
/** Comparable with a worker's. */
const clock = (at = performance.now()) => performance.timeOrigin + at;

let measured;
let times = {};

/**
 * Takes the next event of the type as the beginning; its time stamp is when the browser got it, before
 * the page did. The end: the checksum on the page is another, an animation frame has begun, and the
 * first task after it runs, which is after that frame was painted.
 */
export function arm(type) {
  const before = shown();
  times = {};
  measured = new Promise((resolve) => {
    addEventListener(type, (event) => (times.key = clock(event.timeStamp)), { capture: true, once: true });
    const observer = new MutationObserver(() => {
      if (times.key === undefined || shown() === before || shown() === '') return;
      observer.disconnect();
      times.changed = clock();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          times.painted = clock();
          resolve();
        };
        port2.postMessage(null);
      });
    });
    observer.observe(document, { subtree: true, childList: true, characterData: true });
  });
}

/** When what happened, in milliseconds, once the SQL on the page is what its checksum says. */
export async function taken() {
  await measured;
  const sql = document.querySelector('[data-testid="sql"]');
  if (sql) {
    const hash = new Uint8Array(
      await crypto.subtle.digest('SHA-256', new TextEncoder().encode(sql.textContent)),
    );
    const hex = [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    if (hex !== shown())
      throw new Error(`the SQL on the page hashes to ${hex}, and the page says ${shown()}`);
  }
  return times;
}

/** Notes when the page gives its worker a text, and when it hears of it; before the first text. */
export function watchWorker() {
  const { postMessage } = Worker.prototype;
  const watched = new WeakSet();
  const told = ({ data, timeStamp }) => {
    if (data.kind === 'revised') times.told = clock(timeStamp);
  };
  Worker.prototype.postMessage = function (...message) {
    if (!watched.has(this)) this.addEventListener('message', told);
    watched.add(this);
    if (message[0].kind === 'revise') times.asked ??= clock();
    postMessage.apply(this, message);
  };
}

const tasks = [];
/** Browsers report tasks of the main thread from 50 ms on. */
export function watchTasks() {
  new PerformanceObserver((list) => tasks.push(...list.getEntries())).observe({ type: 'longtask' });
}
export const longestTask = () => Math.max(0, ...tasks.splice(0).map(({ duration }) => duration));
