// All pictures on one page, written when all are taken. DOCS=1 puts those of the documentation there, too.
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../harness/paths.mjs';
import { FOLDER, SIZES } from './looks';

/** The pictures in docs/images, and what they are called here. */
const KEPT: Record<string, string> = {
  'welcome-light-1440': 'view--welcome--light',
  'plan-light-1440': 'view--plan--light',
  'plan-dark-1440': 'view--plan--dark',
  'plan-light-400': 'view--plan--phone',
  'changes-light-1440': 'view--changes--light',
  'what-if-dark-1440': 'view--what-if--dark',
  'graph-light-1440': 'view--graph--light',
  'report-light-1440': 'view--report--light',
};

export default function write(): void {
  const looks = Object.keys(SIZES);
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
  const things = [...new Set(files.map((file) => file.slice(0, file.lastIndexOf('--'))))].sort();
  const row = (thing: string) => {
    const cells = looks.map((look) => {
      const file = `${thing}--${look}.png`;
      return `<td>${files.includes(file) ? `<a href="${file}"><img loading="lazy" alt="${thing}, ${look}" src="${file}"></a>` : ''}</td>`;
    });
    return `<tr><th scope="row">${thing.replaceAll('--', ' / ')}</th>${cells.join('')}</tr>`;
  };
  const style =
    'body{font:14px system-ui;margin:16px}table{border-collapse:collapse}th,td{padding:8px;text-align:left;vertical-align:top}thead th{position:sticky;top:0;background:#fff}img{max-width:420px;max-height:420px;border:1px solid #ccc}';
  const head = looks.map((look) => `<th scope="col">${look}</th>`).join('');
  writeFileSync(
    join(FOLDER, 'index.html'),
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Pictures of every part and view</title><style>${style}</style><table><thead><tr><th></th>${head}</tr></thead><tbody>${things.map(row).join('\n')}</tbody></table></html>\n`,
  );
  console.log(`${files.length} pictures: ${join(FOLDER, 'index.html')}`);
  if (!process.env.DOCS) return;
  for (const [name, file] of Object.entries(KEPT))
    copyFileSync(join(FOLDER, `${file}.png`), join(REPOSITORY, 'docs/images', `${name}.png`));
}
