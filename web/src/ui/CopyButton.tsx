import { Button } from '@mantine/core';
import { memo, useEffect, useState } from 'react';
import { copyText } from './clipboard';
import { Icon } from './Icon';

type Outcome = 'copied' | 'failed' | undefined;

/** `take` gives the text when it is wanted: a text that changes with every key needs no other button. */
export const CopyButton = memo(function CopyButton({ take, label, what }: Props) {
  const [outcome, setOutcome] = useState<Outcome>();
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);
  const word = outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Not copied' : label;
  return (
    <Button
      size="compact-xs"
      variant="default"
      aria-label={`Copy ${what}`}
      title={`Copy ${what}`}
      onClick={async () => setOutcome((await copyText(take())) ? 'copied' : 'failed')}
      leftSection={word ? <Icon name={outcome === 'copied' ? 'check' : 'copy'} /> : undefined}
    >
      {word ?? <Icon name="copy" />}
      <span role="status" className="rw-hidden">
        {outcome === 'copied' ? `Copied ${what}` : outcome === 'failed' ? `Could not copy ${what}` : ''}
      </span>
    </Button>
  );
});

interface Props {
  /** The same function for as long as it is the same text's. */
  take(): string;
  label?: string;
  what: string;
}
