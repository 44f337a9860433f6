/// <reference lib="webworker" />
// The page works offline after its first load. A new version waits until every tab of the old one is closed,
// or until a person has one of them loaded anew.

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

worker.addEventListener('message', ({ data }) => {
  if (data === 'take over') void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    worker.clients.matchAll({ type: 'window' }).then(async (tabs) => {
      // Tabs of the old version still load parts of it: their files go with the next version.
      if (tabs.length <= 1) await forgetOthers();
      await worker.clients.claim();
    }),
  );
});

async function forgetOthers(): Promise<void> {
  const old = (await caches.keys()).filter((key) => key.startsWith(prefix) && key !== name);
  await Promise.all(old.map((key) => caches.delete(key)));
}

worker.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== worker.location.origin) return;
  event.respondWith(
    caches.open(name).then(async (cache) => {
      const key = event.request.mode === 'navigate' ? './' : event.request;
      return (await cache.match(key, ANY)) ?? (await matchOld(event.request)) ?? fetch(event.request);
    }),
  );
});

/** A part of the version that a tab was loaded with: its name has a hash, so it is never another's. */
async function matchOld(request: Request): Promise<Response | undefined> {
  if (request.mode === 'navigate' || !new URL(request.url).pathname.includes('/assets/')) return undefined;
  for (const key of await caches.keys()) {
    const found = key.startsWith(prefix) && (await (await caches.open(key)).match(request, ANY));
    if (found) return found;
  }
  return undefined;
}

/** One after the other: the page's own requests go first. */
async function fill(cache: Cache): Promise<void> {
  for (const file of files.rest) await cache.add(file).catch(() => undefined);
}

export type {};
