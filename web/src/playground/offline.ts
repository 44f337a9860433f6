/** The page works without a network after its first load. Not in development, where files change. */
export function registerOffline(): void {
  if (!import.meta.env.PROD || !/^https?:$/.test(location.protocol)) return;
  // Plain http other than localhost has no service workers: the page then works online only.
  if (!('serviceWorker' in navigator)) return;
  const register = () => navigator.serviceWorker.register('./sw.js').catch(() => undefined);
  if (document.readyState === 'complete') register();
  else addEventListener('load', register, { once: true });
}
