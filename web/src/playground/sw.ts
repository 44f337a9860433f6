/// <reference lib="webworker" />
// The page works offline after its first load. Files are replaced when every tab of the old version is closed.

const worker = self as unknown as ServiceWorkerGlobalScope;
/** Put in place by the build: what the page needs, and the examples, which it can do without. */
declare const __FILES__: { version: string; own: string[]; rest: string[] };

const files = __FILES__;
/** Other folders of the same server may hold a page of their own. */
const prefix = `rolewright ${new URL(worker.registration.scope).pathname} `;
const name = `${prefix}${files.version}`;

/** Some servers vary their answer by request headers; the files are the same. */
const ANY = { ignoreVary: true };

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(name).then(async (cache) => {
      // Asked for anew: a browser may hold an older page than this worker.
      await cache.addAll(['./', ...files.own].map((file) => new Request(file, { cache: 'no-cache' })));
      void fill(cache);
    }),
  );
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys().then(async (keys) => {
      const old = keys.filter((key) => key.startsWith(prefix) && key !== name);
      await Promise.all(old.map((key) => caches.delete(key)));
      await worker.clients.claim();
    }),
  );
});

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  event.respondWith(
    caches.open(name).then(async (cache) => {
      const key = event.request.mode === 'navigate' ? './' : event.request;
      return (await cache.match(key, ANY)) ?? fetch(event.request);
    }),
  );
});

/** One after the other: the page's own requests go first. */
async function fill(cache: Cache): Promise<void> {
  for (const file of files.rest) await cache.add(file).catch(() => undefined);
}

export type {};
