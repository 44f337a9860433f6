import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useUi } from '../../ui/context';
import { type Given, Refused, type Route } from './client';
import { useApi } from './context';
import type { Routes } from './routes';
import type { ItemOut, ResourceOut } from './types';

/** What a route answers, kept and asked for again when something happened. */
export function useAnswer<R extends Route>(route: R, given: Given<R> = {}, enabled = true) {
  const { call } = useApi();
  return useQuery({
    queryKey: [route, given.path, given.query],
    queryFn: async () => (await call(route, given)) ?? null,
    enabled,
  });
}

/** Does what a route does; what is shown of it is asked for again. Says what was refused. */
export function useDoing<R extends Route>(route: R, { quiet }: { quiet?: boolean } = {}) {
  const { call } = useApi();
  const { notices } = useUi();
  const client = useQueryClient();
  return useMutation<Routes[R]['answer'], Refused, Given<R>>({
    mutationFn: (given) => call(route, given),
    onSettled: () => client.invalidateQueries(),
    onError: (error) => {
      if (!quiet) notices.notify({ tone: 'error', title: error.message, text: error.remedy });
    },
  });
}

/**
 * Changes (or removes) something as it is on the page, or not at all: `get` asks for what is there now, and
 * `route` is refused where it is another by then.
 */
export function useChange<R extends Route>(
  seen: { updated_at: string },
  get: 'GET /api/v1/users/{id}' | 'GET /api/v1/resources/{name}',
  route: R,
  path: Record<string, string>,
) {
  const { call, look } = useApi();
  const { notices } = useUi();
  const client = useQueryClient();
  return useMutation<Routes[R]['answer'], Refused, Routes[R]['body']>({
    mutationFn: async (body) => {
      const { answer, version } = await look(get, { path });
      if (answer.updated_at !== seen.updated_at) throw new Refused(OVERTAKEN);
      return call(route, { path, body, headers: { 'if-match': version } });
    },
    // What is gone is not asked for again.
    onSuccess: () =>
      client.invalidateQueries({
        predicate: ({ queryKey }) => !route.startsWith('DELETE ') || queryKey[0] !== get,
      }),
    onError: (error) => {
      notices.notify({ tone: 'error', title: error.message, text: error.remedy });
      void client.invalidateQueries();
    },
  });
}

const OVERTAKEN = {
  code: 'overtaken',
  status: 412,
  detail: 'Somebody else changed it meanwhile.',
  remedy: 'Look at what is there now, and change it again.',
};

const PAGE = 1000;

/** All resources that fit, page by page until they are there. */
export function useResources(query: { q?: string; setup?: string; sort?: string }) {
  const { call } = useApi();
  const found = useInfiniteQuery({
    queryKey: ['GET /api/v1/resources', query],
    queryFn: ({ pageParam }) =>
      call('GET /api/v1/resources', { query: { ...query, limit: PAGE, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: (before) => before,
  });
  if (found.hasNextPage && !found.isFetchingNextPage) void found.fetchNextPage();
  const pages = found.data?.pages ?? [];
  const resources: ResourceOut[] = pages.flatMap((page) => page.resources);
  return { ...found, resources, counts: pages[0]?.counts };
}

/** All items of a job. */
export function useItems(job: string | undefined) {
  const { call } = useApi();
  return useQuery({
    queryKey: ['items', job],
    enabled: job !== undefined,
    queryFn: async () => {
      const all: ItemOut[] = [];
      for (;;) {
        const { items } = await call('GET /api/v1/jobs/{id}/items', {
          path: { id: job ?? '' },
          query: { after: all.at(-1)?.number, limit: PAGE },
        });
        all.push(...items);
        if (items.length < PAGE) return all;
      }
    },
  });
}
