import { Button, Textarea } from '@mantine/core';
import { useRef, useState } from 'react';
import { Actions } from '../ui/Actions';
import { useWorkspace } from '../workspace/context';
import { useOpenFiles } from '../workspace/openFiles';
import classes from './Catalog.module.css';

/** Files by choice or by drop (anywhere on the page), or pasted text. */
export function AddSnapshot() {
  const { snapshots } = useWorkspace();
  const openFiles = useOpenFiles();
  const input = useRef<HTMLInputElement>(null);
  const [pasting, setPasting] = useState(false);
  const [text, setText] = useState('');
  const add = () => {
    snapshots.add('pasted.json', new Blob([text], { type: 'application/json' }));
    setText('');
    setPasting(false);
  };
  return (
    <section className={classes.add} aria-label="Add a snapshot">
      <p>
        Drop snapshots here, one or several. They come from <code>rolewright snapshot NAME -o .</code>, and
        say which resource they are of.
      </p>
      <p className={classes.quiet}>Nothing is uploaded: snapshots stay in this browser.</p>
      <input
        ref={input}
        type="file"
        multiple
        accept=".json,.gz,application/json"
        className="rw-hidden"
        tabIndex={-1}
        aria-label="Snapshot files"
        onChange={(event) => {
          openFiles(event.currentTarget.files);
          event.currentTarget.value = '';
        }}
      />
      <Actions>
        <Button size="compact-sm" onClick={() => input.current?.click()}>
          Choose files…
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          aria-expanded={pasting}
          onClick={() => setPasting(!pasting)}
        >
          Paste text
        </Button>
      </Actions>
      {pasting && (
        <form
          className={classes.paste}
          onSubmit={(event) => {
            event.preventDefault();
            add();
          }}
        >
          <Textarea
            autoFocus
            rows={5}
            aria-label="The text of a snapshot"
            placeholder='{"format": "rolewright/catalog/2", …'
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button type="submit" size="compact-sm" disabled={text.trim() === ''}>
            Add
          </Button>
        </form>
      )}
    </section>
  );
}
