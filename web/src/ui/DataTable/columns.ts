import type { ReactNode } from 'react';

/** A column of a table of rows of any kind. Widths are in rem: a larger font makes wider columns. */
export interface Column<Row> {
  id: string;
  head: string;
  /** What the head's title says. */
  about?: string;
  /** The least that it takes. */
  min: number;
  /** Its share of what is left; without one it stays at its least. */
  grow?: number;
  /** Stays in sight while the others scroll sideways: only the first may. */
  sticky?: true;
  /** What only a pointer needs, because keys have other ways to it. The cursor passes it by. */
  tools?: true;
  /** Has the head sort by it. */
  sortBy?(row: Row): string | number;
  /** `width` is what the column has just now. */
  cell(row: Row, width: number): ReactNode;
}

export type Widths = Readonly<Record<string, number>>;

/** Narrower than this a head cannot be told, nor taken hold of. */
const NARROWEST = 2.5;
const WIDEST = 60;

export function bounded(width: number): number {
  return Math.min(Math.max(Math.round(width * 16) / 16, NARROWEST), WIDEST);
}

/** For `grid-template-columns`: the same tracks in every row, whatever stands in it. */
export function template(columns: readonly Column<never>[], widths: Widths): string {
  const chosen = (id: string) => widths[id];
  const tracks = columns.map(({ id, min, grow = 0 }) => {
    const width = chosen(id);
    return width === undefined ? `minmax(${min}rem, ${grow}fr)` : `${width}rem`;
  });
  return tracks.join(' ');
}

/** What all of them take at least. */
export function leastWidth(columns: readonly Column<never>[], widths: Widths): number {
  return columns.reduce((total, { id, min }) => total + (widths[id] ?? min), 0);
}
