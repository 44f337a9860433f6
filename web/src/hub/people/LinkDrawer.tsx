import { CopyButton } from '../../ui/CopyButton';
import { Drawer } from '../../ui/Drawer';
import { Time } from '../../ui/Time';
import type { WithLink } from '../api/types';
import classes from '../sessions/Sessions.module.css';

/** The link with which somebody sets their password; it is shown this once. */
export function LinkDrawer({ of: { user, link, expires_at }, onClose }: { of: WithLink; onClose(): void }) {
  const whole = new URL(`/welcome#${link}`, location.href).href;
  return (
    <Drawer title={`Link of ${user.name}`} opened onClose={onClose}>
      <p>
        <code className={classes.password}>{whole}</code>
      </p>
      <CopyButton take={() => whole} label="Copy" what="the link" />
      <p>
        Send it to {user.name}: they choose a password with it. It is good once, until{' '}
        <Time of={expires_at} />, and is not shown again.
      </p>
    </Drawer>
  );
}
