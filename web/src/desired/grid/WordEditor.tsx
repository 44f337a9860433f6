import { Autocomplete } from '@mantine/core';
import { useState } from 'react';
import type { EditorProps } from './editing';
import classes from './Grid.module.css';
import { useEditor } from './useEditor';

/** One word, with those that are known offered. Every letter is an edit. */
export function WordEditor(props: EditorProps) {
  const { label, value, typed, waiting, invalid, describedBy, placeholder, options, onChange } = props;
  const { input, dropdown, around } = useEditor(props);
  const [text, setText] = useState(value);
  const [offered] = useState(options);
  // What comes back has the blanks around it taken off; what is being typed keeps them.
  if (text.trim() !== value.trim()) setText(value);
  return (
    <div className={classes.editor} {...around}>
      <Autocomplete
        ref={input}
        size="xs"
        variant="unstyled"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        placeholder={placeholder}
        readOnly={waiting}
        spellCheck={false}
        data={offered}
        // What stands there already is no search: all that it could be is offered.
        filter={
          text === value && typed === '' && offered.includes(text) ? ({ options: all }) => all : undefined
        }
        limit={50}
        maxDropdownHeight={240}
        comboboxProps={dropdown}
        value={text}
        onChange={(next) => {
          setText(next);
          onChange(next);
        }}
      />
    </div>
  );
}
