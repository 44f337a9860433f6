/** The one file that imports the wasm. */
import init, * as wasm from '../../planner/pkg/rolewright_wasm.js';
import url from '../../planner/pkg/rolewright_wasm_bg.wasm?url';

export type { Planned, Snapshot } from '../../planner/pkg/rolewright_wasm.js';
export { wasm };

/** Gives the planner's version. */
export async function load(): Promise<string> {
  await init({ module_or_path: url });
  return wasm.version();
}
