/** Numbers, dates and ages, as every page writes them. The page is in English; times are the reader's own. */
const LOCALE = 'en';

/** `1,204` */
export function number(n: number): string {
  return n.toLocaleString(LOCALE);
}

/** `1 statement`, `1,204 statements` */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${number(n)} ${n === 1 ? one : many}`;
}

/** `a, b and c` */
export function list(words: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(words);
}

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** `3 days ago`, for an RFC 3339 time; as written where it is no time. */
export function age(time: string, now = Date.now()): string {
  const seconds = (Date.parse(time) - now) / 1000;
  if (Number.isNaN(seconds)) return time;
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? ['second', 1];
  return new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' }).format(Math.round(seconds / size), unit);
}

/** `Nov 26, 2026, 2:05:00 PM GMT+1`, in the reader's time zone; as written where it is no time. */
export function moment(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return `${time}`;
  return date.toLocaleString(LOCALE, { dateStyle: 'medium', timeStyle: 'long' });
}

/** `14:05`, in the reader's time zone. */
export function clock(time: string | number): string {
  return new Date(time).toLocaleTimeString(LOCALE, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** `2026-11-26 13:05:00 UTC`: what a title says of a time that is shown in another way. */
export function utc(time: string | number): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return `${time}`;
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
