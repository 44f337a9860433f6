import { Button } from '@mantine/core';
import { Actions } from '../../ui/Actions';
import { useDoing } from '../api/queries';
import type { JobOut } from '../api/types';

/** A job that runs is cancelled; of one that is over, what failed is done again. */
export function JobActions({ job }: { job: JobOut }) {
  const cancel = useDoing('POST /api/v1/jobs/{id}/cancel');
  const retry = useDoing('POST /api/v1/jobs/{id}/retry');
  const path = { id: job.id };
  const again = (job.states.failed ?? 0) + (job.states.cancelled ?? 0);
  return (
    <Actions>
      {!job.finished_at && (
        <Button
          size="compact-xs"
          variant="default"
          loading={cancel.isPending}
          onClick={() => cancel.mutate({ path })}
        >
          Cancel
        </Button>
      )}
      {job.finished_at && again > 0 && (
        <Button
          size="compact-xs"
          variant="default"
          loading={retry.isPending}
          onClick={() => retry.mutate({ path, body: { numbers: [] } })}
        >
          Retry {again}
        </Button>
      )}
    </Actions>
  );
}
