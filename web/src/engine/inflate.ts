/** What is packed may be a thousand times as large as it says: no more than this is taken out. */
const UNPACKED_MB = 256;

export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b;
}

/** The file in a gzip file, by its name without `.gz`; or why there is none. */
export async function inflate(file: File): Promise<File | { problem: string }> {
  const name = file.name.replace(/\.gz$/i, '');
  const reader = file.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return new File(parts, name);
      size += value.length;
      if (size > UNPACKED_MB * 1024 * 1024) {
        void reader.cancel();
        return {
          problem: `Unpacked it is larger than ${UNPACKED_MB} MB, which is more than a browser can plan on. Take a snapshot of the databases concerned only: rolewright snapshot NAME --database a --database b`,
        };
      }
      parts.push(value);
    }
  } catch {
    return { problem: 'It is cut off or damaged: it cannot be unpacked. Pack it or copy it again.' };
  }
}
