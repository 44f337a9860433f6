import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, type } from 'node:os';
import { join } from 'node:path';
import { PKG } from '../tests/harness/paths.mjs';

export const load = () => loadavg()[0].toFixed(2);

/** Where and with what the figures were taken, as a Markdown list. `before`: an earlier commit. */
export async function facts(browser, before) {
  const { initSync, version } = await import(join(PKG, 'rolewright_wasm.js'));
  initSync({ module: readFileSync(join(PKG, 'rolewright_wasm_bg.wasm')) });
  const [{ model }, { length: cores }] = [cpus()[0], cpus()];
  return [
    `${model}, ${cores} cores, ${type()} ${release()}`,
    `Chromium ${browser.version()} (headless), node ${process.version}`,
    `rolewright ${version()}, ${new Date().toISOString().slice(0, 10)}`,
    ...(before ? [`before: ${before}`] : []),
    `other load on the machine: load average ${load()} at the start`,
  ]
    .map((fact) => `- ${fact}`)
    .join('\n');
}
