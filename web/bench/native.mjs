import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { READS } from './work.mjs';

/** planner/examples/bench.rs at work, one piece after the other. */
export function native(program, catalog, plan) {
  const child = spawn(program, [catalog, plan], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    /** Milliseconds. */
    async time(word) {
      const times = word === 'read' ? READS : 1;
      child.stdin.write(`${word}\n`.repeat(times));
      let micros = 0;
      for (let n = 0; n < times; n++) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`${program} ended without an answer to ${word}`);
        micros += Number(value);
      }
      return micros / times / 1000;
    },
    async close() {
      child.stdin.end();
      await once(child, 'close');
    },
  };
}
