import { TextInput } from '@mantine/core';
import { type KeyboardEvent, memo, type Ref, useEffect, useId, useMemo, useRef, useState } from 'react';
import type { ReviewSource } from '../planner/review';
import { count, number } from '../ui/format';
import { Tag } from '../ui/Tag';
import { useRem } from '../ui/useRem';
import { useRows } from '../ui/useRows';
import { RiskCounts, riskWords } from './RiskCounts';
import classes from './RoleList.module.css';
import { STATUS } from './words';

/** In rem, as in the style sheet. */
const ROW = 2.25;
const FEW = 1;

/** The roles under review; thousands of them, so only the rows in view are there. */
export function RoleList({ reviews, selected, onSelect, onOpen, filterRef }: Props) {
  const [filter, setFilter] = useState('');
  const shown = useMemo(() => matching(reviews, filter), [reviews, filter]);
  const at = selected ? shown.findIndex((r) => r.roleName === selected.roleName) : -1;
  const box = useRef<HTMLDivElement>(null);
  const row = ROW * useRem();
  const { first, end } = useRows(box, shown.length, row);
  const base = useId();

  useEffect(() => {
    if (at >= 0) reveal(box.current, at, row);
  }, [at, row]);

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && selected && onOpen) {
      // The button that gets the focus then must not take the key as its own.
      event.preventDefault();
      return onOpen(selected.roleName);
    }
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? row) / row) - 1);
    const to = target(event.key, at, shown.length - 1, page);
    const review = to === undefined ? undefined : shown[to];
    if (!review) return;
    event.preventDefault();
    onSelect(review.roleName);
  };

  return (
    <section className={classes.list} data-alone={onOpen && true} aria-label="Roles">
      <div className={classes.head}>
        <span className={classes.total} role="status">
          {shown.length === reviews.length
            ? count(reviews.length, 'role')
            : `${number(shown.length)} of ${count(reviews.length, 'role')}`}
        </span>
        {reviews.length > FEW && (
          <TextInput
            ref={filterRef}
            size="xs"
            className={classes.filter}
            aria-label="Filter roles"
            placeholder="Filter: name, resource or status"
            value={filter}
            onChange={(event) => setFilter(event.currentTarget.value)}
          />
        )}
      </div>
      <div
        ref={box}
        className={classes.box}
        role="listbox"
        aria-label="Planned roles"
        aria-activedescendant={at >= first && at < end ? `${base}${at}` : undefined}
        tabIndex={0}
        onKeyDown={move}
      >
        <div role="presentation" style={{ height: first * row }} />
        {shown.slice(first, end).map((review, i) => (
          <Row
            key={review.roleName}
            id={`${base}${first + i}`}
            review={review}
            selected={review.roleName === selected?.roleName}
            position={first + i + 1}
            total={shown.length}
            onSelect={onOpen ?? onSelect}
          />
        ))}
        <div role="presentation" style={{ height: (shown.length - end) * row }} />
      </div>
    </section>
  );
}

interface Props {
  reviews: ReviewSource[];
  selected?: ReviewSource;
  onSelect(roleName: string): void;
  /** Chosen to be read, where its plan takes the place of the list. */
  onOpen?(roleName: string): void;
  filterRef?: Ref<HTMLInputElement>;
}

const Row = memo(function Row({ id, review, selected, position, total, onSelect }: RowProps) {
  const { role, roleName, status, summary } = review;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus and names its active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox takes the keys
    <div
      id={id}
      role="option"
      className={classes.row}
      aria-selected={selected}
      aria-setsize={total}
      aria-posinset={position}
      aria-label={`${role}, ${STATUS[status].word}${summary ? `, ${riskWords(summary)}` : ''}, ${roleName}`}
      onClick={() => onSelect(roleName)}
    >
      <span className={classes.role}>{role}</span>
      <span className={classes.name} title={roleName}>
        {roleName}
      </span>
      <span className={classes.counts}>{summary && <RiskCounts summary={summary} />}</span>
      <span className={classes.status}>
        <Tag words={review.stale ? { ...STATUS[status], icon: 'clock', tone: 'stale' } : STATUS[status]} />
      </span>
    </div>
  );
});

interface RowProps {
  id: string;
  review: ReviewSource;
  selected: boolean;
  position: number;
  total: number;
  onSelect(roleName: string): void;
}

function matching(reviews: ReviewSource[], filter: string): ReviewSource[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return reviews;
  return reviews.filter((r) => {
    const dangers = r.summary?.dangers.map(({ what }) => `destructive ${what}`).join(' ') ?? '';
    const text = `${r.role} ${r.roleName} ${STATUS[r.status].word} ${dangers}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
}

function target(key: string, at: number, last: number, page: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(at + 1, last);
    case 'ArrowUp':
      return Math.max(at - 1, 0);
    case 'PageDown':
      return Math.min(at + page, last);
    case 'PageUp':
      return Math.max(at - page, 0);
    case 'Home':
      return 0;
    case 'End':
      return last;
    default:
      return undefined;
  }
}

function reveal(box: HTMLDivElement | null, at: number, row: number) {
  if (!box) return;
  const top = at * row;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + row > box.scrollTop + box.clientHeight) box.scrollTop = top + row - box.clientHeight;
}
