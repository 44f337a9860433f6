// The pieces of work that planner/examples/bench.rs does natively, in WebAssembly. Runs in node and in
// the browser; each answers with the milliseconds it took.

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
    read: () => timed(() => wasm.readYaml(text))[0],
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
    /** Bytes that the instance has asked for: it gives none back. */
    memory: () => exports.memory.buffer.byteLength,
  };
}
