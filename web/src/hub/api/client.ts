import { createStore, type Readable } from '../../base/store';
import type { Routes } from './routes';
import type { Me, Problem } from './types';

export type Route = keyof Routes;

/** What a request is given beside its route. */
export interface Given<R extends Route> {
  /** What stands for `{name}` in the path. */
  path?: Record<string, string>;
  query?: Routes[R]['query'];
  body?: Routes[R]['body'];
  headers?: Record<string, string>;
}

/** What the hub said no with. */
export class Refused extends Error {
  readonly code: string;
  readonly status: number;
  readonly remedy?: string;

  constructor({ code, status, detail, remedy }: Pick<Problem, 'code' | 'status' | 'detail' | 'remedy'>) {
    super(detail);
    this.code = code;
    this.status = status;
    this.remedy = remedy ?? undefined;
  }
}

/** The hub, as a browser that is logged in knows it. */
export interface Api {
  call<R extends Route>(route: R, given?: Given<R>): Promise<Routes[R]['answer']>;
  /** The same, with the version that it has: what `If-Match` is for a change of it. */
  look<R extends Route>(
    route: R,
    given?: Given<R>,
  ): Promise<{ answer: Routes[R]['answer']; version: string }>;
  /** Who is logged in; `undefined` until that is known, `null` where nobody is. */
  me: Readable<Me | null | undefined>;
  /** Asks who is logged in. */
  whoAmI(): Promise<void>;
  logIn(name: string, password: string): Promise<void>;
  redeem(link: string, password: string): Promise<void>;
  logOut(): Promise<void>;
}

const OFFLINE = {
  code: 'offline',
  status: 0,
  detail: 'The hub does not answer.',
  remedy: 'Check the connection, and try again.',
};

export function createApi(): Api {
  const me = createStore<Me | null | undefined>(undefined);

  const look: Api['look'] = async (route, { path = {}, query, body, headers = {} } = {}) => {
    const [method = 'GET', pattern = ''] = route.split(' ');
    const place = pattern.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    const csrf = me.get()?.csrf_token;
    const response = await fetch(`${place}${search(query)}`, {
      method,
      body: body === undefined ? undefined : JSON.stringify(body),
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(csrf ? { 'x-csrf-token': csrf } : {}),
        ...headers,
      },
    }).catch(() => Promise.reject(new Refused(OFFLINE)));
    const answer: unknown = await response.json().catch(() => undefined);
    if (response.ok) return { answer: answer as never, version: response.headers.get('etag') ?? '*' };
    const refused = new Refused(isProblem(answer) ? answer : unknown(response));
    // The login is over: the page asks for another one.
    if (refused.code === 'not-logged-in') me.set(null);
    throw refused;
  };

  const call: Api['call'] = async (route, given) => (await look(route, given)).answer;

  return {
    call,
    look,
    me,
    async whoAmI() {
      // Refused where nobody is logged in, which sets it.
      const found = await call('GET /api/v1/me').catch((error: unknown) => {
        if (error instanceof Refused && error.status === 401) return null;
        throw error;
      });
      me.set(found);
    },
    async logIn(name, password) {
      me.set(await call('POST /api/v1/login', { body: { name, password } }));
    },
    async redeem(link, password) {
      me.set(await call('POST /api/v1/links/redeem', { body: { link, password } }));
    },
    async logOut() {
      await call('POST /api/v1/logout', { body: undefined });
      me.set(null);
    },
  };
}

function search(query: object | undefined): string {
  const pairs = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== '');
  const text = new URLSearchParams(pairs.map(([name, value]) => [name, `${value}`])).toString();
  return text === '' ? '' : `?${text}`;
}

function isProblem(answer: unknown): answer is Problem {
  return typeof answer === 'object' && answer !== null && 'code' in answer && 'detail' in answer;
}

function unknown(response: Response) {
  return {
    code: 'unknown',
    status: response.status,
    detail: `Something between this page and the hub answered with ${response.status}.`,
    remedy: undefined,
  };
}
