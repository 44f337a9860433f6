import { ALL_COLUMNS, COLUMNS, columnOf } from './columns';

/** Rows copied from a spreadsheet, or undefined where the text is no table. */
export function spreadsheetRows(text: string): string[][] | undefined {
  return text.includes('\t') ? rowsOf(text, '\t') : undefined;
}

/** Rows of a CSV, which is known by its header. */
export function csvRows(text: string): string[][] | undefined {
  const rows = rowsOf(text, ',');
  return headerOf(rows[0] ?? []) && rows;
}

function rowsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  let cell = '';
  let inside = false;
  const normal = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (const [index, character] of [...normal].entries()) {
    const row = rows.at(-1) ?? [];
    // A cell with a line break or a separator comes in double quotes, with those inside doubled.
    if (character === '"' && (inside || cell === '')) {
      inside = !inside;
      if (inside && normal[index - 1] === '"') cell += '"';
    } else if (!inside && (character === separator || character === '\n')) {
      row.push(cell);
      cell = '';
      if (character === '\n') rows.push([]);
    } else cell += character;
  }
  rows.at(-1)?.push(cell);
  return rows.map((row) => row.map((one) => one.trim())).filter((row) => row.some((one) => one !== ''));
}

/** The columns that a first row names, or undefined where it is a role already. */
export function headerOf(row: string[]): (string | undefined)[] | undefined {
  const names = row.map((cell) => columnOf(cell.toLowerCase().replaceAll(' ', '_')));
  return names.filter((name) => name !== undefined).length >= 2 ? names : undefined;
}

/** The rows below one header: the one they came with, or else the format's own order. */
export function asTable(rows: string[][]): { columns: string[]; rows: string[][] } {
  const [first = [], ...rest] = rows;
  const header = headerOf(first);
  if (header) return { columns: first.map((cell, index) => header[index] ?? cell), rows: rest };
  const width = Math.max(COLUMNS.length, ...rows.map((row) => row.length));
  return { columns: ALL_COLUMNS.slice(0, width), rows };
}

/** As CSV lines, each ended; with a header where there is none above them. */
export function asCsv(rows: string[][], withHeader: boolean): string {
  const table = asTable(rows);
  return [...(withHeader ? [table.columns] : []), ...table.rows]
    .map((row) => `${row.map(cellOf).join(',')}\n`)
    .join('');
}

function cellOf(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
