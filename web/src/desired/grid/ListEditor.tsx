import { TagsInput } from '@mantine/core';
import { type ClipboardEvent, useState } from 'react';
import { valuesIn } from '../paste';
import type { EditorProps } from './editing';
import classes from './Grid.module.css';
import { useEditor } from './useEditor';

interface Props extends EditorProps {
  split(value: string): string[];
}

/** Values as chips, with those that are known offered. */
export function ListEditor(props: Props) {
  const { label, value, typed, waiting, invalid, describedBy, placeholder, split, options, onChange } = props;
  const { input, dropdown, around } = useEditor(props);
  const [search, setSearch] = useState(typed);
  const [offered] = useState(options);
  const values = split(value);
  const change = (next: string[]) => onChange(next.map((one) => one.trim()).join(';'));
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (waiting) return;
    const pasted = valuesIn(search + event.clipboardData.getData('text/plain'));
    change([...values, ...pasted.filter((one) => !values.includes(one))]);
    setSearch('');
  };
  // In quotes they belong to a name.
  const open = search.split('"').length % 2 === 0;
  return (
    <div className={classes.editor} {...around} onPasteCapture={paste}>
      <TagsInput
        ref={input}
        size="xs"
        variant="unstyled"
        classNames={{ pill: classes.pill }}
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        placeholder={values.length === 0 ? placeholder : undefined}
        readOnly={waiting}
        spellCheck={false}
        data={offered}
        limit={50}
        selectFirstOptionOnChange={search !== ''}
        maxDropdownHeight={240}
        splitChars={open ? [] : [';', ',']}
        comboboxProps={dropdown}
        value={values}
        searchValue={search}
        onSearchChange={setSearch}
        onChange={change}
      />
    </div>
  );
}
