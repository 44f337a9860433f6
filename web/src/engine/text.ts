/** The text of a file, or why it has none and what to do. The roles that are there stay then. */
export async function textOf(file: File): Promise<string | { problem: string }> {
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    return { problem: 'The browser could not read it: was it moved or changed since? Choose it again.' };
  }
  let text: string;
  try {
    text = new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    return { problem: 'It is no text in UTF-8. Save it as UTF-8 (in Excel: CSV UTF-8) and open it again.' };
  }
  if (text.includes('\0')) return { problem: 'It is no text: there are NUL characters in it.' };
  return text.trim() === '' ? { problem: 'It is empty. What was here is unchanged.' } : text;
}

/** By the mark that a file begins with: Excel's "Unicode text" is UTF-16. */
export function encodingOf([first, second]: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
