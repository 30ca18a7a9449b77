/**
 * The canonical JSON of RFC 8785, so equal values have equal text and equal digests: no spaces, the names of an
 * object sorted by UTF-16 code units, numbers and strings as ECMAScript writes them.
 * @param value plain JSON; fields that are undefined are left out
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
