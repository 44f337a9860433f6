/** Said of each element: one that is laid out as a grid has none of a table's own in some browsers. */
export const GRID = { role: 'grid', 'aria-multiselectable': true } as const;
export const GROUP = { role: 'rowgroup' } as const;
export const ROW = { role: 'row' } as const;
export const HEAD = { role: 'columnheader', scope: 'col' } as const;
export const CELL = { role: 'gridcell' } as const;
/** The cell that a row is known by. */
export const NAME = { role: 'rowheader' } as const;
