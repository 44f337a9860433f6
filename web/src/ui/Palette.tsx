import { Kbd, Modal, TextInput } from '@mantine/core';
import { type KeyboardEvent, useId, useState } from 'react';
import { useCommand, useUi } from './context';
import classes from './Palette.module.css';
import { keycaps } from './shortcuts';
import { useStore } from './useStore';

/** What can be done just now, by its name; opened by the command `palette`. */
export function Palette() {
  const [opened, setOpened] = useState(false);
  useCommand('palette', () => setOpened((now) => !now));
  const close = () => setOpened(false);
  return (
    <Modal.Root opened={opened} onClose={close} transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label="Commands">
        <Modal.Body className={classes.palette}>{opened && <Choice onDone={close} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function Choice({ onDone }: { onDone(): void }) {
  const { commands } = useUi();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const id = useId();
  const words = text.toLowerCase().split(/\s+/);
  const offered = useStore(commands, (all) => all).filter(
    ({ name, label, group }) =>
      name !== 'palette' &&
      commands.has(name) &&
      words.every((word) => `${group} ${label}`.toLowerCase().includes(word)),
  );
  const chosen = Math.min(at, offered.length - 1);

  const run = (name: string | undefined) => {
    onDone();
    // The dialog gives the focus back first: a command may move it.
    if (name !== undefined) requestAnimationFrame(() => commands.run(name));
  };
  const keys = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setAt(Math.min(Math.max(chosen + by, 0), offered.length - 1));
    else if (event.key === 'Enter') run(offered[chosen]?.name);
    else return;
    event.preventDefault();
  };

  return (
    <>
      <TextInput
        data-autofocus
        role="combobox"
        aria-label="Command"
        aria-expanded
        aria-controls={id}
        aria-activedescendant={offered[chosen] && `${id}${chosen}`}
        placeholder="What to do"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={keys}
      />
      <div id={id} role="listbox" aria-label="Commands" className={classes.list}>
        {offered.map(({ name, label, group, keys: shortcuts = [] }, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the input has the focus and names its active option
          // biome-ignore lint/a11y/useKeyWithClickEvents: the input takes the keys
          <div
            key={name}
            id={`${id}${index}`}
            role="option"
            aria-selected={index === chosen}
            className={classes.option}
            ref={(row) => {
              if (index === chosen) row?.scrollIntoView({ block: 'nearest' });
            }}
            onClick={() => run(name)}
          >
            <span className={classes.group}>{group}</span>
            <span>{label}</span>
            <span className={classes.keys}>
              {shortcuts[0] !== undefined &&
                keycaps(shortcuts[0]).map((cap) => (
                  <Kbd key={cap} size="xs">
                    {cap}
                  </Kbd>
                ))}
            </span>
          </div>
        ))}
        {offered.length === 0 && (
          <p className={classes.none}>Nothing is called that. Clear some of the text.</p>
        )}
      </div>
    </>
  );
}
