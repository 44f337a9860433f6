// Cells in quotes, and cells with quotes of their own.
import { asCsv, csvRows, spreadsheetRows } from '../../src/desired/paste';
import { expect, test } from './support/test';

const HEADER = 'resource_name,type,role,scopes';
const csv = (line: string) => csvRows(`${HEADER}\n${line}`)?.[1];

test('a spreadsheet quotes a whole cell, or nothing', () => {
  expect(spreadsheetRows('a\t"my;db".public\tb\n')).toEqual([['a', '"my;db".public', 'b']]);
  expect(spreadsheetRows('a\t"one\ttwo\nthree"\tb')).toEqual([['a', 'one\ttwo\nthree', 'b']]);
  expect(spreadsheetRows('"a ""b"""\tc\n\n""\td\n')).toEqual([
    ['a "b"', 'c'],
    ['', 'd'],
  ]);
  expect(spreadsheetRows('a\t"not closed\tb\nc\td')).toEqual([
    ['a', '"not closed', 'b'],
    ['c', 'd'],
  ]);
});

test('doubled quotes in a CSV are quotes', () => {
  expect(csv('a,managed,ro,"""my.db"".public"')).toEqual(['a', 'managed', 'ro', '"my.db".public']);
  expect(csv('a,managed,ro,"app;""a,b"".s"')).toEqual(['a', 'managed', 'ro', 'app;"a,b".s']);
  expect(csv('😀,managed,"r""o",app\r\n')).toEqual(['😀', 'managed', 'r"o', 'app']);
  expect(csv('a,managed,"",')).toEqual(['a', 'managed', '', '']);
});

test('what is pasted is written as it was meant', () => {
  const rows = spreadsheetRows('a\tmanaged\tro\t"my;db".public;"x, y"\n') ?? [];
  expect(csvRows(asCsv(rows, true))?.[1]).toEqual(rows[0]);
});
