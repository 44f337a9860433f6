import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useUi } from '../../ui/context';
import type { Given, Refused, Route } from './client';
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
