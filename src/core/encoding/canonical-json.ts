/**
 * Formats canonical JSON (RFC 8785), so that equal values have equal texts and digests: without spaces, with keys sorted
 * by UTF-16 code units, and numbers and strings in ECMAScript's format.
 * @param value plain JSON; undefined fields are omitted
 * @throws RangeError for numbers that JSON cannot represent
 */
export function toCanonicalJson(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) throw new RangeError(`${value} is not valid JSON`);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  const fields = Object.entries(value).filter(([, field]) => field !== undefined);
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${sorted.map(([name, field]) => `${JSON.stringify(name)}:${toCanonicalJson(field)}`).join(',')}}`;
}
