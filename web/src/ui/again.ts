/** The style sheets that failed: a bundler's loader asks for each only once. */
const missing = new Set<string>();

/** Loads a part of the page's code, also where that has failed before: `tries` counts how often. */
export async function again<T>(load: () => Promise<T>, tries: number): Promise<T> {
  try {
    for (const href of missing) await loadStyles(href);
    return await load();
  } catch (error) {
    const message = error instanceof Error ? error.message : '';
    const styles = /preload CSS for (\S+)/.exec(message)?.[1];
    if (styles) missing.add(styles);
    // A browser may remember that a module failed; under another address it has to ask.
    const module = /module: (\S+)/.exec(message)?.[1];
    if (tries === 0 || !module) throw error;
    return import(/* @vite-ignore */ `${module}?again=${tries}`);
  }
}

function loadStyles(href: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const link = document.createElement('link');
    link.rel = 'stylesheet';
    link.href = href;
    link.onload = () => {
      missing.delete(href);
      resolve();
    };
    link.onerror = () => {
      link.remove();
      reject(new Error(`preload CSS for ${href}`));
    };
    document.head.append(link);
  });
}
