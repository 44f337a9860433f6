import type { Asks, Report, Request, Trapped } from '../protocol';
import { answers } from './answers';
import { asProblem, Trap } from './faults';
import { Planner } from './planner';
import { load } from './wasm';

const post = (report: Report) => self.postMessage(report);
const planner = new Planner(post);
const asks: Asks = answers(planner);
const ready = load();

ready.then(
  (version) => post({ kind: 'ready', version }),
  (error: unknown) => trapped({ doing: 'load' }, error),
);

self.onmessage = async ({ data }: MessageEvent<Request>) => {
  try {
    await ready;
  } catch {
    return;
  }
  switch (data.kind) {
    case 'open':
      return open(data);
    case 'bind':
      planner.catalogs.bind(data.id, data.word);
      return revise();
    case 'close':
      planner.plans.forgetSnapshot(data.id);
      planner.catalogs.close(data.id);
      return revise();
    case 'revise':
      return revise(data);
    case 'ask':
      return answer(data);
  }
};

async function revise(data?: Extract<Request, { kind: 'revise' }>): Promise<void> {
  try {
    await planner.revise(data);
  } catch (thrown) {
    trapped({ doing: 'revise' }, thrown);
  }
}

async function open({ id, resource, word, blob }: Extract<Request, { kind: 'open' }>): Promise<void> {
  planner.opening += 1;
  const reading = { id, resource, word };
  planner.catalogs.begin(reading);
  try {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    // What was planned, or refused, on one with the same id before.
    planner.plans.forgetSnapshot(id);
    const snapshot = planner.catalogs.open(reading, bytes);
    if (snapshot) {
      post({
        kind: 'opened',
        id,
        summary: snapshot.summary(),
        names: snapshot.names(),
        fingerprint: snapshot.fingerprint(),
      });
    }
  } catch (thrown) {
    if (thrown instanceof DOMException) post({ kind: 'refused', id, problem: { message: thrown.message } });
    else refuse((problem) => ({ kind: 'refused', id, problem }), { doing: 'open', id }, thrown);
  } finally {
    planner.opening -= 1;
  }
  await revise();
}

function answer({ call, name, args }: Extract<Request, { kind: 'ask' }>): void {
  try {
    const value = (asks[name] as (...args: unknown[]) => unknown)(...args);
    post({ kind: 'answer', call, value });
  } catch (thrown) {
    refuse((problem) => ({ kind: 'refusal', call, problem }), { doing: 'ask' }, thrown);
  }
}

function refuse(
  report: (problem: ReturnType<typeof asProblem>) => Report,
  during: Trapped,
  thrown: unknown,
): void {
  try {
    post(report(asProblem(thrown)));
  } catch (trap) {
    trapped(during, trap);
  }
}

function trapped(during: Trapped, thrown: unknown): void {
  const message = thrown instanceof Trap || thrown instanceof Error ? thrown.message : String(thrown);
  post({ kind: 'trapped', during, message });
}
