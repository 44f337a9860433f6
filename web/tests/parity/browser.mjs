// The browser's side, in a page or in a worker.
import init, * as wasm from '/pkg/rolewright_wasm.js';
import { planCase } from './plan.mjs';

export async function planAll(cases) {
  await init();
  return cases.flatMap((files) => planCase(wasm, files));
}
