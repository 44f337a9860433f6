import { createHash } from 'node:crypto';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

// The page that `rolewright plan` fills in and writes: one file, nothing fetched.
export default defineConfig({
  plugins: [react(), oneFile()],
  publicDir: false,
  build: {
    target: 'es2022',
    emptyOutDir: false,
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: Number.MAX_SAFE_INTEGER,
    rolldownOptions: { input: 'report.html', output: { codeSplitting: false } },
  },
});

/** Where the report's data will be. Exactly one in the page. */
const MARKER = '__ROLEWRIGHT_REPORT__';
const PLACE = '<script type="application/json" id="report">';

/** Puts the page's only script and style sheet into the page, and lets it load nothing else. */
function oneFile(): Plugin {
  return {
    name: 'rolewright-one-file',
    enforce: 'post',
    generateBundle: {
      order: 'post',
      handler(_, bundle) {
        let script = '';
        let style = '';
        for (const [name, file] of Object.entries(bundle)) {
          if (name.endsWith('.html')) continue;
          if (file.type === 'chunk') script += file.code;
          else if (name.endsWith('.css')) style += file.source;
          else this.error(`${name} cannot be put into the page`);
          delete bundle[name];
        }
        for (const file of Object.values(bundle)) {
          if (file.type === 'asset') file.source = page(String(file.source), script.trim(), style.trim());
        }
      },
    },
  };
}

function page(html: string, script: string, style: string): string {
  const safe = script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--');
  const hash = createHash('sha256').update(safe).digest('base64');
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    `script-src 'sha256-${hash}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const filled = html
    .replaceAll(/\s*<script type="module"[^>]*><\/script>|\s*<link rel="stylesheet"[^>]*>/g, '')
    .replace(
      '<meta charset="utf-8" />',
      (charset) => `${charset}\n    <meta http-equiv="Content-Security-Policy" content="${policy}" />`,
    )
    .replace(PLACE, () => `${PLACE}${MARKER}`)
    .replace('</head>', () => `  <style>${style}</style>\n  </head>`)
    .replace('</body>', () => `  <script type="module">${safe}</script>\n  </body>`);
  if (filled.split(MARKER).length !== 2) throw new Error(`the page has to hold ${MARKER} exactly once`);
  return filled;
}
