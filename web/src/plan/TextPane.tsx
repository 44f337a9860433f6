import { Button } from '@mantine/core';
import { memo, type ReactNode } from 'react';
import { CopyButton } from '../ui/CopyButton';
import { download } from '../ui/clipboard';
import { Icon } from '../ui/Icon';
import { useTake } from '../ui/useTake';
import classes from './PlanView.module.css';

const TYPES = { sql: 'application/sql', yaml: 'application/yaml' };

/** A text that can be taken away whole. */
export function TextPane({ text, name, kind, what, note, children }: Props) {
  const take = useTake(text);
  return (
    <div className={classes.pane}>
      <div className={classes.tools}>
        <span className={classes.note}>{note}</span>
        <CopyButton take={take} label="Copy" what={what} />
        <Download take={take} file={`${name}.${kind}`} type={TYPES[kind]} />
      </div>
      {children}
    </div>
  );
}

interface Props {
  text: string;
  /** Of the file, without its extension. */
  name: string;
  kind: keyof typeof TYPES;
  what: string;
  note?: ReactNode;
  children: ReactNode;
}

const Download = memo(function Download({ take, file, type }: DownloadProps) {
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`Download ${file}`}
      title={`Download ${file}`}
      onClick={() => download(file, take(), type)}
      leftSection={<Icon name="download" />}
    >
      Download
    </Button>
  );
});

interface DownloadProps {
  take(): string;
  file: string;
  type: string;
}
