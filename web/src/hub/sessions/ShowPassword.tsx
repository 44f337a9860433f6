import { Button } from '@mantine/core';
import { Actions } from '../../ui/Actions';
import { CopyButton } from '../../ui/CopyButton';
import { Drawer } from '../../ui/Drawer';
import { useStore } from '../../ui/useStore';
import { useApi } from '../api/context';
import { useDoing } from '../api/queries';
import classes from './Sessions.module.css';

/** Shows the password of the role that an apply was of. That it was shown, and to whom, is on record. */
export function ShowPassword({ sid }: { sid: string }) {
  const may = useStore(useApi().me, (now) => now != null && now.access !== 'viewer');
  const show = useDoing('POST /api/v1/sessions/{sid}/password');
  const { data } = show;
  if (!may) return null;
  return (
    <>
      <Button
        size="compact-xs"
        variant="default"
        loading={show.isPending}
        onClick={() => show.mutate({ path: { sid } })}
      >
        Show password
      </Button>
      {data && (
        // What was shown is gone from the page with it.
        <Drawer title={`Password of ${data.role_name}`} opened onClose={show.reset}>
          <p>
            <code className={classes.password}>{data.password}</code>
          </p>
          {data.not_compared && (
            <p>It could not be compared with what the server holds: {data.not_compared}</p>
          )}
          <p>That it was shown to you is on record.</p>
          <Actions>
            <CopyButton take={() => data.password} label="Copy" what="the password" />
            <Button size="compact-xs" variant="default" onClick={show.reset}>
              Close
            </Button>
          </Actions>
        </Drawer>
      )}
    </>
  );
}
