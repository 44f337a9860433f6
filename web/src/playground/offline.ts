import { createStore, type Readable } from '../base/store';

/** `waiting`: it is here and takes over with a reload; `taken`: by another tab, this one is of the old. */
export type NewVersion = 'waiting' | 'taken' | undefined;

/** The page without a network, and what comes with the next version of it. */
export interface Offline {
  version: Readable<NewVersion>;
  /** Loads the page anew, with the new version. */
  take(): void;
}

/** A tab that stays open looks for a new version this often, and when it is looked at again. */
const LOOK_MS = 60 * 60_000;
const SELDOM_MS = 5 * 60_000;
/** A new version that does not take over in this time does with the reload. */
const PATIENCE_MS = 3000;

/** The page works without a network after its first load. Not in development, where files change. */
export function createOffline(): Offline {
  const version = createStore<NewVersion>(undefined);
  const reload = () => location.reload();
  // Plain http other than localhost has no service workers: the page then works online only.
  const { serviceWorker } = navigator;
  if (!import.meta.env.PROD || !/^https?:$/.test(location.protocol) || !serviceWorker)
    return { version, take: reload };

  let registration: ServiceWorkerRegistration | undefined;
  let taking = false;
  /** The first one of all takes over too, and it is the version that is here. */
  let controlled = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (taking) reload();
    else if (controlled) version.set('taken');
    controlled = true;
  });

  const look = () => {
    if (registration?.waiting && controlled && !version.get()) version.set('waiting');
  };
  const register = async () => {
    registration = await serviceWorker.register('./sw.js').catch(() => undefined);
    registration?.addEventListener('updatefound', () => {
      registration?.installing?.addEventListener('statechange', look);
    });
    look();
    if (registration) lookAgain(registration);
  };
  if (document.readyState === 'complete') void register();
  else addEventListener('load', register, { once: true });

  return {
    version,
    take() {
      taking = true;
      if (!registration?.waiting) return reload();
      registration.waiting.postMessage('take over');
      setTimeout(reload, PATIENCE_MS);
    },
  };
}

function lookAgain(registration: ServiceWorkerRegistration): void {
  let last = Date.now();
  const update = () => {
    last = Date.now();
    // Without a network there is none to be found.
    registration.update().catch(() => undefined);
  };
  setInterval(update, LOOK_MS);
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible' && Date.now() - last > SELDOM_MS) update();
  });
}
