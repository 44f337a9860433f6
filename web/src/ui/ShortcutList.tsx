import { CloseButton, Kbd, Modal } from '@mantine/core';
import { Fragment, useEffect, useState } from 'react';
import classes from '../playground/Shell.module.css';
import { onCommand } from './commands';
import { keycaps, SHORTCUTS } from './shortcuts';

const GROUPS = ['Panels', 'Desired roles', 'Plan', 'Page'] as const;

export function ShortcutList() {
  const [opened, setOpened] = useState(false);
  useEffect(() => onCommand('help', () => setOpened((now) => !now)), []);
  const close = () => setOpened(false);
  return (
    <Modal.Root opened={opened} onClose={close} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Keyboard shortcuts">
        <Modal.Body>
          <div className={classes.shortcutsTitle}>
            <h2>Keyboard shortcuts</h2>
            <CloseButton aria-label="Close" onClick={close} />
          </div>
          <table className={classes.shortcuts}>
            <tbody>
              {GROUPS.map((group) => (
                <Fragment key={group}>
                  <tr>
                    <th colSpan={2} scope="colgroup">
                      {group}
                    </th>
                  </tr>
                  {SHORTCUTS.filter((shortcut) => shortcut.group === group).map(({ keys, label }) => (
                    <tr key={keys}>
                      <td>{label}</td>
                      <td>
                        {keycaps(keys).map((cap) => (
                          <Kbd key={cap} size="xs" ml={3}>
                            {cap}
                          </Kbd>
                        ))}
                      </td>
                    </tr>
                  ))}
                </Fragment>
              ))}
            </tbody>
          </table>
          <p>Single letters work while nothing is being typed.</p>
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
