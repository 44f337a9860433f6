import { splitList } from '../planner/scopes';
import { ALL_COLUMNS, COLUMNS, type Column, columnOf, keyOf } from './columns';

/** Rows copied from a spreadsheet, or undefined where the text is no table. */
export function spreadsheetRows(text: string): string[][] | undefined {
  return text.includes('\t') ? rowsOf(text, '\t') : undefined;
}

/** Cells copied from a spreadsheet, blank lines as well: a single one, or one column, is no table. */
export function spreadsheetCells(text: string): string[][] {
  return allRowsOf(text, '\t');
}

/** Rows of a CSV, which is known by its header. */
export function csvRows(text: string): string[][] | undefined {
  const rows = rowsOf(text, ',');
  return headerOf(rows[0] ?? []) && rows;
}

function rowsOf(text: string, separator: string): string[][] {
  return allRowsOf(text, separator).filter((row) => row.some((one) => one !== ''));
}

function allRowsOf(text: string, separator: string): string[][] {
  const rows: string[][] = [[]];
  const normal = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let at = 0; ; at += 1) {
    const { cell, end } = cellAt(normal, at, separator);
    rows.at(-1)?.push(cell.trim());
    if (end === normal.length) break;
    if (normal[end] === '\n') rows.push([]);
    at = end;
  }
  return rows;
}

/**
 * A cell with a line break or a separator comes in double quotes, with those inside doubled. Quotes that
 * end before the cell does are the cell's own: `"my;db".public` is a scope.
 */
function cellAt(text: string, from: number, separator: string): { cell: string; end: number } {
  if (text[from] === '"') {
    let cell = '';
    for (let at = from + 1; ; ) {
      const quote = text.indexOf('"', at);
      if (quote < 0) break;
      cell += text.slice(at, quote);
      if (text[quote + 1] !== '"') {
        if (isEnd(text, quote + 1, separator)) return { cell, end: quote + 1 };
        break;
      }
      cell += '"';
      at = quote + 2;
    }
  }
  let end = from;
  while (!isEnd(text, end, separator)) end += 1;
  return { cell: text.slice(from, end), end };
}

function isEnd(text: string, at: number, separator: string): boolean {
  return at >= text.length || text[at] === separator || text[at] === '\n';
}

/** The columns that a first row names, or undefined where it is a role already. */
export function headerOf(row: string[]): (Column | undefined)[] | undefined {
  const names = row.map(columnOf);
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

/** The same, each cell in the one line that it is written in. */
export function pastedTable(pasted: string[][]): { columns: string[]; rows: string[][] } {
  const { columns, rows } = asTable(pasted);
  return { columns, rows: rows.map((row) => row.map((cell, index) => cellIn(columns[index], cell))) };
}

/** What of a table has no place among roles: columns of no key, and cells beyond all columns. */
export function withoutPlace(columns: string[], rows: string[][]): { columns: string[]; cells: string[] } {
  const has = (index: number) =>
    columnOf(columns[index]) !== undefined && columns.indexOf(columns[index] ?? '') === index;
  return {
    columns: columns.filter((_, index) => !has(index)),
    cells: rows.flatMap((row) => row.filter((cell, index) => cell !== '' && !has(index))),
  };
}

/** A cell of several lines: in a list each is a value; elsewhere they are one. */
export function cellIn(column: string | undefined, cell: string): string {
  if (!/[\r\n]/.test(cell)) return cell;
  const known = columnOf(column);
  if (known && keyOf(known).list) return valuesIn(cell).join(';');
  return cell.replace(/\s*[\r\n]+\s*/g, ' ').trim();
}

/** The values of a list as it is pasted: between `;`, or each on its line. */
export function valuesIn(text: string): string[] {
  return splitList(text, ';\r\n');
}

/** As CSV lines, each ended; with a header where there is none above them. */
export function asCsv(rows: string[][], withHeader: boolean): string {
  const table = asTable(rows);
  return [...(withHeader ? [table.columns] : []), ...table.rows]
    .map((row) => `${row.map((cell) => cellOf(cell, ',')).join(',')}\n`)
    .join('');
}

/** As a spreadsheet takes cells; a single one as it is. */
export function asSpreadsheet(rows: string[][]): string {
  if (rows.length === 1 && rows[0]?.length === 1) return rows[0][0] ?? '';
  return rows.map((row) => row.map((cell) => cellOf(cell, '\t')).join('\t')).join('\n');
}

function cellOf(cell: string, separator: string): string {
  return /["\n]/.test(cell) || cell.includes(separator) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
