import { NativeSelect } from '@mantine/core';
import { useAnswer, useDoing } from '../api/queries';

const PLANS = [
  { value: 'nothing', label: 'no plan' },
  { value: 'destructive', label: 'plans with something destructive in them' },
  { value: 'everything', label: 'every plan' },
];

/** Which plans somebody else has to approve. */
export function ApprovalRule() {
  const { data } = useAnswer('GET /api/v1/policies/approval');
  const set = useDoing('PUT /api/v1/policies/approval');
  if (!data) return null;
  return (
    <NativeSelect
      label="Before it is applied, somebody else approves"
      mb="md"
      maw="24rem"
      data={PLANS}
      value={data.plans}
      disabled={set.isPending}
      onChange={(event) => set.mutate({ body: { plans: event.currentTarget.value } })}
    />
  );
}
