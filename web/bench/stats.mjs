/** The value that `share` of all are not above. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
}

export const median = (values) => quantile(values, 0.5);

/** Of each pair: what else the machine does then slows both. */
export const ratio = (values, others) =>
  `${median(values.map((value, n) => value / others[n])).toFixed(2)} ×`;

export const ms = (value) => (value < 10 ? `${value.toFixed(2)} ms` : `${value.toFixed(0)} ms`);
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;

/** A Markdown table. */
export function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
