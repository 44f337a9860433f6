/** A thing of a drawing. */
export interface Box {
  id: string;
  look: 'role' | 'planned' | 'everybody' | 'many' | 'database' | 'schema' | 'object';
  /** Above the name. */
  kind: string;
  name: string;
  /** Below the name. */
  held?: { text: string; color: string };
  /** All of it, for those who do not see it. */
  words: string;
}

/** A line from one box to another. */
export interface Stroke {
  from: string;
  to: string;
  label?: string;
  color: string;
  dash?: string;
  strong: boolean;
}

export interface Drawn {
  boxes: Box[];
  strokes: Stroke[];
}

/** How a label is told from a box where both are measured. */
export const labelId = (stroke: Stroke) => `${stroke.from} → ${stroke.to}`;
