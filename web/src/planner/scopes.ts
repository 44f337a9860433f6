/** A part of a scope as it has to be written: quoted where it would be read as something else. */
export function quoted(name: string): string {
  const plain = name !== '' && name.trim() === name && !/[.";,]|\p{Cc}/u.test(name);
  return plain ? name : `"${name.replaceAll('"', '""')}"`;
}

/** Splits at any of the separators, except inside double quotes. */
export function splitList(text: string, separators: string): string[] {
  const parts: string[] = [];
  let part = '';
  let inside = false;
  for (const character of text) {
    if (character === '"') inside = !inside;
    if (!inside && separators.includes(character)) {
      parts.push(part);
      part = '';
    } else part += character;
  }
  parts.push(part);
  return parts.map((one) => one.trim()).filter((one) => one !== '');
}

/** The privilege words of a CSV cell, as the planner tells them apart: `SELECT ON SEQUENCES` is one. */
export function privilegeWords(cell: string): string[] {
  const words: string[] = [];
  for (const part of cell.split(/[;,\s]+/).filter(Boolean)) {
    const last = words.at(-1);
    const goesOn =
      last !== undefined &&
      (/^on$/i.test(part) || / on$/i.test(last) || (/^all$/i.test(last) && /^privileges$/i.test(part)));
    if (goesOn) words[words.length - 1] = `${last} ${part}`;
    else words.push(part);
  }
  return words;
}
