import { CloseButton, Kbd, Modal } from '@mantine/core';
import { Fragment, useState } from 'react';
import { useCommand, useUi } from './context';
import classes from './ShortcutList.module.css';
import { keycaps } from './shortcuts';
import { useStore } from './useStore';

/** All keys that the page takes, opened by the command `help`. */
export function ShortcutList() {
  const { commands } = useUi();
  const [opened, setOpened] = useState(false);
  const shown = useStore(commands, (all) => all).filter(({ keys }) => keys !== undefined);
  const groups = [...new Set(shown.map(({ group }) => group))];
  useCommand('help', () => setOpened((now) => !now));
  const close = () => setOpened(false);
  return (
    <Modal.Root opened={opened} onClose={close} size="34rem" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Keyboard shortcuts">
        <Modal.Body>
          <div className={classes.title}>
            <h2>Keyboard shortcuts</h2>
            <CloseButton aria-label="Close" onClick={close} />
          </div>
          <table className={classes.shortcuts}>
            <tbody>
              {groups.map((group) => (
                <Fragment key={group}>
                  <tr>
                    <th colSpan={2} scope="colgroup">
                      {group}
                    </th>
                  </tr>
                  {shown
                    .filter((command) => command.group === group)
                    .map(({ name, keys = [], label }) => (
                      <tr key={name}>
                        <td>{label}</td>
                        <td>
                          {keys.map((key, index) => (
                            <span key={key} data-keys={key}>
                              {index > 0 && <span className={classes.or}>or</span>}
                              {keycaps(key).map((cap) => (
                                <Kbd key={cap} size="xs" ml={4}>
                                  {cap}
                                </Kbd>
                              ))}
                            </span>
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
