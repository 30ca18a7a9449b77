import type { Report } from '#core/report/report.ts';

/** Fields whose entries have arbitrary names, which a link may truncate. */
const dictionaries = new Set(['report.dimensions', 'report.placement']);
/** Texts that a link contains in another form; any other text is the same in a link, or truncated. */
const isExactText = (path: string) => path === 'report.startedAt' || path.endsWith('.sha256');

/**
 * Compares a report from a file with the one decoded from its link, whose values were validated. A link has a histogram
 * instead of samples.
 * @returns the path of the first field that is missing, unknown or has another value; `null` if there is none
 */
export function findUnexpectedField(report: unknown, fromLink: Report): string | null {
  return findUnexpected(report, fromLink, 'report');
}

function findUnexpected(value: unknown, expected: unknown, path: string): string | null {
  if (typeof expected === 'string' && !isExactText(path)) return typeof value === 'string' ? null : path;
  if (typeof expected !== 'object' || expected === null) return Object.is(value, expected) ? null : path;
  if (typeof value !== 'object' || value === null || Array.isArray(value) !== Array.isArray(expected)) return path;
  if (dictionaries.has(path)) return Object.values(value).every(isNonNegativeNumber) ? null : path;
  const fields = new Map<string, unknown>(Object.entries(value));
  const expectedFields = new Map<string, unknown>(Object.entries(expected));
  if (expectedFields.delete('samplesMs')) {
    if (!hasValidSamples(fields)) return `${path}.samplesMs`;
    fields.delete('samplesMs');
    if (!fields.has('histogram')) expectedFields.delete('histogram');
  }
  for (const [name, inner] of expectedFields) {
    const unexpected = findUnexpected(fields.get(name), inner, `${path}.${name}`);
    if (unexpected !== null) return unexpected;
  }
  // An unknown name can be any text, so it is not shown.
  return fields.size > expectedFields.size ? path : null;
}

/** Whether the number of samples equals the number that the steady state claims. */
function hasValidSamples(steady: ReadonlyMap<string, unknown>): boolean {
  const [samples, excluded] = [steady.get('samplesMs'), steady.get('excluded')];
  if (!Array.isArray(samples) || !Array.isArray(excluded)) return false;
  const count = steady.has('histogram') ? 0 : Number(steady.get('n')) + excluded.length;
  return samples.length === count && samples.every(isNonNegativeNumber);
}

function isNonNegativeNumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}
