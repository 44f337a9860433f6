import { Button } from '@mantine/core';
import { take } from '../catalog/ExampleList';
import { TITLED } from '../catalog/titles';
import { RiskCounts } from '../plan/RiskCounts';
import type { Item } from '../planner/types';
import { useUi } from '../ui/context';
import { Tag } from '../ui/Tag';
import { useStore } from '../ui/useStore';
import { useWorkspace } from '../workspace/context';
import { shownOf } from './shown';
import classes from './Welcome.module.css';

export const EXAMPLE = { word: 'Example', icon: 'info', tone: 'info' } as const;

/** The roles of the example that is shown, to look at: none of them is anybody's. */
export function ShownRoles() {
  const workspace = useWorkspace();
  const ui = useUi();
  const shown = shownOf(workspace);
  const { roles, selected } = useStore(shown, (now) => now);
  const [{ title, text, path }] = TITLED;
  if (!roles) return null;
  return (
    <section className={classes.shown} aria-label={`Example: ${title}`}>
      <div className={classes.shownHead}>
        <Tag words={EXAMPLE} />
        <h3>{title}</h3>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => void take({ path, title, description: text }, workspace, ui)}
        >
          Edit a copy
        </Button>
      </div>
      <p>{text}</p>
      <ul>
        {roles.map(({ item, source }) => (
          <li key={source.roleName}>
            <button
              type="button"
              className={classes.shownRole}
              aria-current={source.roleName === selected || undefined}
              onClick={() => {
                shown.select(source.roleName);
                ui.commands.run('show:plan');
              }}
            >
              <strong>{source.role}</strong>
              <span>{inWords(item)}</span>
              {source.summary && <RiskCounts summary={source.summary} />}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function inWords({ privileges, scopes, source_role }: Item): string {
  if (source_role) return `inherits ${source_role}`;
  return `${(privileges ?? []).join(', ')} on ${(scopes ?? []).join(', ')}`;
}
