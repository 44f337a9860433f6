import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useUi } from '../../ui/context';
import { Refused } from '../api/client';
import { useApi } from '../api/context';
import type { ChangeUser, UserOut } from '../api/types';

const OVERTAKEN = {
  code: 'overtaken',
  status: 412,
  detail: 'Somebody else changed this person meanwhile.',
  remedy: 'Look at what is there now, and change it again.',
};

/** Changes somebody as they are on the page, or not at all. */
export function useChange(user: UserOut) {
  const { call, look } = useApi();
  const { notices } = useUi();
  const client = useQueryClient();
  return useMutation<unknown, Refused, ChangeUser>({
    mutationFn: async (body) => {
      const path = { id: user.id };
      const { answer, version } = await look('GET /api/v1/users/{id}', { path });
      if (answer.updated_at !== user.updated_at) throw new Refused(OVERTAKEN);
      return call('PATCH /api/v1/users/{id}', { path, body, headers: { 'if-match': version } });
    },
    onSettled: () => client.invalidateQueries(),
    onError: (error) => notices.notify({ tone: 'error', title: error.message, text: error.remedy }),
  });
}
