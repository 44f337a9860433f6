import type { AskName, Asks, Report, Request, Trapped } from './protocol';

export type Trap = Extract<Report, { kind: 'trapped' }>;

interface Call {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

export type Ask = <K extends AskName>(name: K, ...args: Parameters<Asks[K]>) => Promise<ReturnType<Asks[K]>>;

const AGAIN = 'The planner stopped and was started again. Ask once more.';

/** One worker, and what is asked of it. */
export interface Client {
  /** Starts the worker, or another one in its place: the old one's memory is given back. */
  start(): void;
  stop(): void;
  send(request: Request): void;
  /** Rejects with an Error that says what to do. */
  ask: Ask;
}

export function createClient(onReport: (report: Report) => void): Client {
  let worker: Worker | undefined;
  const calls = new Map<number, Call>();
  let lastCall = 0;

  const refuseAll = (message: string) => {
    for (const call of calls.values()) call.reject(new Error(message));
    calls.clear();
  };

  const receive = (report: Report) => {
    if (report.kind === 'answer' || report.kind === 'refusal') {
      const call = calls.get(report.call);
      calls.delete(report.call);
      if (report.kind === 'answer') call?.resolve(report.value);
      else call?.reject(new Error(report.problem.message));
      return;
    }
    if (report.kind === 'trapped') refuseAll(AGAIN);
    onReport(report);
  };

  const client: Client = {
    start() {
      worker?.terminate();
      refuseAll(AGAIN);
      worker = new Worker(new URL('./worker/worker.ts', import.meta.url), {
        type: 'module',
        name: 'planner',
      });
      worker.onmessage = ({ data }: MessageEvent<Report>) => receive(data);
      worker.onerror = (event) => {
        event.preventDefault();
        const message = event.message || 'The planner could not be loaded.';
        receive({ kind: 'trapped', during: { doing: 'load' } satisfies Trapped, message });
      };
    },
    stop() {
      worker?.terminate();
      worker = undefined;
      refuseAll('The planner was stopped.');
    },
    send: (request) => worker?.postMessage(request),
    ask: (name, ...args) =>
      new Promise((resolve, reject) => {
        // Nobody would answer.
        if (!worker) return reject(new Error('The planner was stopped.'));
        const call = ++lastCall;
        calls.set(call, { resolve: resolve as (value: unknown) => void, reject });
        client.send({ kind: 'ask', call, name, args });
      }),
  };
  return client;
}
