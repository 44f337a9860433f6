import type { Holding, MatrixCell, MatrixRow } from '../planner/types';

export type Change = 'gained' | 'lost' | 'kept';

export function changeOf({ before, after }: MatrixCell): Change {
  if (after.direct > before.direct) return 'gained';
  return after.direct < before.direct ? 'lost' : 'kept';
}

export function changes(row: MatrixRow): boolean {
  if (row.columns && row.columns.before !== row.columns.after) return true;
  return row.cells.some((cell) => cell !== null && changeOf(cell) !== 'kept');
}

/** `–`, `3/40`, `all`; `yes` where there is only one object. */
export function short({ direct, of }: Holding): string {
  if (direct === 0) return '–';
  if (direct < of) return `${direct}/${of}`;
  return of === 1 ? 'yes' : 'all';
}

function inWords({ direct, of }: Holding, one: boolean): string {
  if (one) return direct > 0 ? 'held' : 'not held';
  if (of === 0) return 'there is nothing to hold it on';
  if (direct === 0) return `held on none of ${of}`;
  return direct < of ? `held on ${direct} of ${of}` : `held on all ${of}`;
}

/** `app`, `app.public`, `app.public, sequences` */
export function scopeName({
  database,
  schema,
  kind,
}: Pick<MatrixRow, 'database' | 'schema' | 'kind'>): string {
  const path = schema == null ? database : `${database}.${schema}`;
  return kind == null ? path : `${path}, ${kind}s`;
}

/** `SELECT on app.public: held on 3 of 4, after the plan held on all 4` */
export function cellLabel(privilege: string, row: MatrixRow, cell: MatrixCell): string {
  const { before, after, desired } = cell;
  const itself = row.schema == null || privilege === 'USAGE' || privilege === 'CREATE';
  const one = itself && row.kind == null;
  const change = changeOf(cell);
  const holding =
    change === 'kept'
      ? `${inWords(before, one)}, unchanged`
      : `${inWords(before, one)}, after the plan ${inWords(after, one)}`;
  const via = after.via.length > 0 ? `; reaches it also through ${after.via.join(', ')}` : '';
  return `${privilege} on ${scopeName(row)}: ${holding}${desired ? '; asked for' : ''}${via}`;
}
