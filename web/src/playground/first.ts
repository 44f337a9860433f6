// What is seen first, with as little code as that takes. The page itself comes after it.
import { readBranch, readKept } from './kept';

/** What fits on a screen. */
const LINES = 80;

const scheme = stored('rolewright.theme');
const dark = scheme === 'dark' || (scheme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.mantineColorScheme = dark ? 'dark' : 'light';

const { text = '' } = (readBranch() ?? readKept())?.desired ?? {};
const place = document.getElementById(text.trim() === '' ? 'first-welcome' : 'first-text');
if (place) {
  if (text.trim() !== '') place.textContent = text.split('\n', LINES).join('\n');
  place.hidden = false;
  document.getElementById('first-waiting')?.remove();
}

if (text.trim() === '' && !stored('rolewright.looked')?.includes('"begun":true')) {
  // The example of a first visit, at the same time as the page that shows it.
  const example = Object.assign(document.createElement('link'), { rel: 'preload', as: 'fetch' });
  example.crossOrigin = 'anonymous';
  example.href = './examples/shown.json';
  document.head.append(example);
}

// Before the page's own style sheets, which override it: parts that are loaded later must not change the order.
void import('./styles')
  .then(() => import('./main'))
  .catch(() => {
    const told = document.getElementById('first-failed');
    if (told) told.hidden = false;
  });

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}
