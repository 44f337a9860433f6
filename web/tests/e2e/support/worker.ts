import type { Page } from '@playwright/test';
import type { PlannedRole, Report } from '../../../src/engine/protocol';
import type { Mutant } from './mutate';

/** What the planner said to an input: nothing wrong, or each message. */
export interface Outcome {
  name: string;
  accepted: boolean;
  messages: string[];
  /** It gave up, which must never be. */
  trapped?: string;
  /** Of the first role that is planned. */
  sql?: string;
}

export interface Input extends Mutant {
  kind: 'snapshot' | 'yaml' | 'csv';
  /** What is planned on a snapshot that is accepted. */
  plan?: string;
  /** Stands 10 MB long for the word LONG. */
  long?: string;
}

/** Gives each input, one after the other, to one more worker of the page's own. */
export async function tell(page: Page, inputs: Input[]): Promise<Outcome[]> {
  const own = page.workers()[0] ?? (await page.waitForEvent('worker'));
  const url = own.url();
  const sent = inputs.map(({ bytes, ...input }) => ({ ...input, base64: bytes.toString('base64') }));
  return page.evaluate(
    async ({ url, sent }) => {
      const worker = new Worker(url, { type: 'module' });
      const reports: Report[] = [];
      /** A plan is sent once, with whatever report comes first. */
      const plans = new Map<number, PlannedRole>();
      let wake = () => {};
      worker.onmessage = ({ data }: MessageEvent<Report>) => {
        reports.push(data);
        if (data.kind === 'revised') for (const plan of data.planned) plans.set(plan.id, plan);
        wake();
      };
      worker.onerror = ({ message }) => {
        reports.push({ kind: 'trapped', during: { doing: 'load' }, message });
        wake();
      };
      /** The first report that fits; or that the planner gave up. */
      const until = async (fits: (report: Report) => boolean): Promise<Report> => {
        for (;;) {
          const found = reports.find((report) => fits(report) || report.kind === 'trapped');
          if (found) return found;
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
        }
      };
      let revision = 0;
      const revise = async (format: 'yaml' | 'csv', text: string, view: 'yaml' | 'csv' | 'grid') => {
        revision += 1;
        const wanted = revision;
        worker.postMessage({ kind: 'revise', revision, format, text, view });
        return until((report) => report.kind === 'revised' && report.revision === wanted);
      };

      const outcomes: Outcome[] = [];
      for (const { name, kind, base64, plan, long } of sent) {
        reports.length = 0;
        const short = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
        const grow = (text: string) =>
          text.replace('LONG', (long ?? '').repeat((10 << 20) / (long ?? '').length));
        const bytes = long ? new TextEncoder().encode(grow(new TextDecoder().decode(short))) : short;
        const outcome: Outcome = { name, accepted: true, messages: [] };
        outcomes.push(outcome);
        const note = (report: Report) => {
          if (report.kind === 'trapped') outcome.trapped = report.message;
          if (report.kind === 'refused') outcome.messages.push(report.problem.message);
          if (report.kind !== 'revised') return;
          outcome.messages.push(...report.desired.problems.map(({ message }) => message));
          const [first] = report.standings;
          const plan = typeof first === 'number' ? plans.get(first) : undefined;
          outcome.sql = plan?.sql;
          for (const { message } of plan?.failure?.notes ?? []) outcome.messages.push(message);
        };
        if (kind === 'snapshot') {
          worker.postMessage({ kind: 'open', id: name, blob: new Blob([bytes]) });
          const told = await until((report) => report.kind === 'opened' || report.kind === 'refused');
          note(told);
          outcome.accepted = told.kind === 'opened';
          if (outcome.accepted && plan) note(await revise('yaml', plan, 'yaml'));
          worker.postMessage({ kind: 'close', id: name });
        } else {
          const text = new TextDecoder().decode(bytes);
          for (const view of ['yaml', 'csv', 'grid'] as const) note(await revise(kind, text, view));
        }
        if (outcome.trapped !== undefined) break;
      }
      worker.terminate();
      return outcomes;
    },
    { url, sent },
  );
}
