import { memo } from 'react';
import type { Piece } from '../planner/types';
import { Icon } from '../ui/Icon';
import classes from './Sentence.module.css';

/** Who gains and who loses what, as the planner says it; what must not be read over stands out. */
export const Sentence = memo(function Sentence({ pieces, old }: Props) {
  const grave = pieces?.some(({ risk }) => risk) ?? false;
  return (
    <p
      className={classes.sentence}
      data-tone={grave ? 'destructive' : undefined}
      aria-busy={old}
      data-testid="sentence"
    >
      {grave && <Icon name="warning" />}
      <span>
        {pieces?.map(({ text, risk }, i) =>
          risk ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no name of their own
            <strong key={i} data-risk={risk}>
              {text}
            </strong>
          ) : (
            text
          ),
        ) ?? '\u00a0'}
      </span>
    </p>
  );
});

interface Props {
  /** Once they are there. */
  pieces?: Piece[];
  /** Of an earlier plan, until the next ones are there. */
  old?: boolean;
}
