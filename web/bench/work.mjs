// The pieces of work that planner/examples/bench.rs does natively, in WebAssembly. Runs in node and in
// the browser; each answers with the milliseconds it took.

/** Reading a short text takes about as long as a tick of the browser's clock: 0.1 ms. */
export const READS = 20;

/**
 * @param wasm the module of web/src/planner/pkg
 * @param exports what its initialisation gave
 */
export function worker(wasm, exports, { bytes, text }) {
  let snapshot = wasm.Snapshot.read(bytes);
  const timed = (work) => {
    const begin = performance.now();
    const result = work();
    return [performance.now() - begin, result];
  };
  const item = wasm.readYaml(text).items[0].item;
  return {
    parse() {
      const [took, read] = timed(() => wasm.Snapshot.read(bytes));
      snapshot.free();
      snapshot = read;
      return took;
    },
    read() {
      const [took] = timed(() => {
        for (let n = 0; n < READS; n++) wasm.readYaml(text);
      });
      return took / READS;
    },
    plan() {
      const [took, planned] = timed(() => {
        const made = snapshot.plan(item);
        made.summary();
        made.sql();
        return made;
      });
      planned.free();
      return took;
    },
    sql: () => snapshot.plan(item).sql(),
    /** Bytes that the instance has asked for: it gives none back. */
    memory: () => exports.memory.buffer.byteLength,
  };
}
