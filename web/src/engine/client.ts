import type { AskName, Asks, Report, Request, Trapped } from './protocol';

export type Trap = Extract<Report, { kind: 'trapped' }>;

interface Call {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

let worker: Worker | undefined;
let onReport: (report: Report) => void = () => {};
const calls = new Map<number, Call>();
let lastCall = 0;

/** Starts the worker, or another one in its place: the old one's memory is given back. */
export function start(listener: (report: Report) => void = onReport): void {
  onReport = listener;
  worker?.terminate();
  worker = new Worker(new URL('./worker/worker.ts', import.meta.url), { type: 'module', name: 'planner' });
  worker.onmessage = ({ data }: MessageEvent<Report>) => receive(data);
  worker.onerror = (event) => {
    event.preventDefault();
    const message = event.message || 'The planner could not be loaded.';
    receive({ kind: 'trapped', during: { doing: 'load' } satisfies Trapped, message });
  };
}

export function send(request: Request): void {
  worker?.postMessage(request);
}

export function ask<K extends AskName>(name: K, ...args: Parameters<Asks[K]>): Promise<ReturnType<Asks[K]>> {
  return new Promise((resolve, reject) => {
    const call = ++lastCall;
    calls.set(call, { resolve: resolve as (value: unknown) => void, reject });
    send({ kind: 'ask', call, name, args });
  });
}

function receive(report: Report): void {
  if (report.kind === 'answer' || report.kind === 'refusal') {
    const call = calls.get(report.call);
    calls.delete(report.call);
    if (report.kind === 'answer') call?.resolve(report.value);
    else call?.reject(new Error(report.problem.message));
    return;
  }
  if (report.kind === 'trapped') {
    for (const call of calls.values())
      call.reject(new Error('The planner stopped and was started again. Ask once more.'));
    calls.clear();
  }
  onReport(report);
}
