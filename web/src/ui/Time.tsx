import { age, clock, moment, utc } from './format';

const FORMS = { age, clock, moment };

/** A time in the reader's own zone or as an age; in UTC where the pointer rests on it. */
export function Time({ of, as = 'moment' }: { of: string | number; as?: keyof typeof FORMS }) {
  const date = new Date(of);
  return (
    <time dateTime={Number.isNaN(date.getTime()) ? undefined : date.toISOString()} title={utc(of)}>
      {FORMS[as](`${typeof of === 'number' ? date.toISOString() : of}`)}
    </time>
  );
}
