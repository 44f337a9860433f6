import { Button } from '@mantine/core';
import { type ClipboardEvent, memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Danger } from '../planner/types';
import { count, number } from '../ui/format';
import classes from './SqlText.module.css';
import { blocks, kindOf, lines, type SqlBlock } from './sqlBlocks';

const SHOWN = 2_000_000;
/** Marks of direction and of no width, which can make a name look like another. */
const INVISIBLE = /[\u061c\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/;

/** SQL as it is: the element's text is the text, byte for byte. */
export const SqlText = memo(function SqlText({ sql, dangers, label, testId, plain, printed }: Props) {
  const [whole, setWhole] = useState(false);
  const cut = !whole && sql.length > SHOWN;
  const shown = cut ? sql.slice(0, sql.lastIndexOf('\n', SHOWN) + 1 || SHOWN) : sql;
  const parts = useMemo(() => blocks(shown), [shown]);
  const lines = dangers?.map(({ sql }) => `${sql}\n`).join('');
  // By its text, so that a plan made anew with the same ones renders no block again.
  const grave = useMemo(() => new Set(lines?.split('\n').filter(Boolean)), [lines]);
  const tricky = useMemo(() => INVISIBLE.test(shown), [shown]);
  return (
    <>
      {cut && (
        <p className={classes.cut}>
          The text has {count(sql.length, 'character')}; the first {number(shown.length)} are shown. Copy and
          Download take all of it.{' '}
          <Button size="compact-xs" variant="default" onClick={() => setWhole(true)}>
            Show all
          </Button>
        </p>
      )}
      {tricky && (
        <p className={classes.tricky}>
          Some name in this text has invisible characters, or ones that turn the direction of writing: it may
          look other than it is.
        </p>
      )}
      <section
        aria-label={label}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard
        tabIndex={0}
        onCopy={copyAsIs}
      >
        <pre className={classes.sql} data-testid={testId}>
          {parts.map((part) => (
            <Block
              key={part.key}
              text={part.text}
              lines={part.lines}
              grave={grave}
              plain={plain}
              printed={printed}
            />
          ))}
        </pre>
      </section>
    </>
  );
});

interface Props {
  sql: string;
  /** What of it is destructive. */
  dangers?: Danger[];
  label: string;
  testId?: string;
  /** Not SQL: no colours. */
  plain?: boolean;
  /** On paper, where nothing is out of view. */
  printed?: boolean;
}

/**
 * What the browser does not draw needs no boxes and no colours: there a block is one piece of text, which
 * is why a change of every line of a long text costs little.
 */
const Block = memo(function Block({ text, lines: height, grave, plain, printed }: BlockProps) {
  const box = useRef<HTMLSpanElement>(null);
  const [drawn, setDrawn] = useState(true);
  useEffect(() => {
    const element = box.current;
    const told = (event: Event) => setDrawn(!(event as ContentVisibilityAutoStateChangeEvent).skipped);
    element?.addEventListener('contentvisibilityautostatechange', told);
    return () => element?.removeEventListener('contentvisibilityautostatechange', told);
  }, []);
  return (
    <span ref={box} className={classes.block} style={{ containIntrinsicBlockSize: `auto ${height * 1.5}em` }}>
      {plain || !(drawn || printed)
        ? text
        : lines(text).map((line, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name of their own
            <span key={i} className={classes[grave.has(line.trimEnd()) ? 'destructive' : kindOf(line)]}>
              {line}
            </span>
          ))}
    </span>
  );
});

type BlockProps = Omit<SqlBlock, 'key'> & { grave: Set<string>; plain?: boolean; printed?: boolean };

/** Lines are boxes here, and a browser would copy a line break for each box besides the one in the text. */
function copyAsIs(event: ClipboardEvent) {
  const selection = document.getSelection();
  if (
    !selection?.rangeCount ||
    !event.currentTarget.contains(selection.getRangeAt(0).commonAncestorContainer)
  )
    return;
  event.clipboardData.setData('text/plain', selection.getRangeAt(0).toString());
  event.preventDefault();
}
