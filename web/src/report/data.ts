import type { Report, Review } from '../planner/types';

/** The report in the page, or what is wrong with it. */
export function readReport(text: string): Report | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'The data in this file is missing, or was cut off or changed.' };
  }
  return isReport(value)
    ? value
    : { problem: 'The data in this file is not a report, or of another version.' };
}

function isReport(value: unknown): value is Report {
  if (typeof value !== 'object' || value === null) return false;
  const { format, reviews } = value as Partial<Report>;
  return (
    typeof format === 'string' &&
    format.startsWith('rolewright/') &&
    Array.isArray(reviews) &&
    reviews.every(isReview)
  );
}

function isReview(value: unknown): value is Review {
  if (typeof value !== 'object' || value === null) return false;
  const { summary, failure, sql } = value as Partial<Review>;
  return typeof sql === 'string' && Boolean(summary ?? failure);
}
