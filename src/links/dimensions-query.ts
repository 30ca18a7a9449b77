import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { parseWholeNumber, unescapeLink } from './link-query.ts';

const maxDimensions = 16;
const maxDimension = 2 ** 31;

/**
 * Parses the sizes of free dimensions in a link, e.g. `batch:1,x.2:224`.
 * @throws AppError link-invalid
 */
export function parseDimensions(text: string): Dimensions {
  const pairs = text.split(',').map((pair): [string, number] => {
    const colon = pair.lastIndexOf(':');
    if (colon < 1) throw createInvalidLinkError({ reason: 'not-name-and-size', setting: 'dims', value: pair });
    const size = parseWholeNumber(pair.slice(colon + 1));
    if (!(size >= 1 && size <= maxDimension)) {
      const value = pair.slice(colon + 1);
      throw createInvalidLinkError({ reason: 'setting-whole', min: 1, max: maxDimension, setting: 'dims', value });
    }
    return [unescapeLink(pair.slice(0, colon)), size];
  });
  if (pairs.length > maxDimensions) {
    throw createInvalidLinkError({ reason: 'too-many-sizes', count: pairs.length, max: maxDimensions });
  }
  return Object.fromEntries(pairs);
}

/** Formats sizes for {@link parseDimensions}; `undefined` if there are none. */
export function formatDimensions(dimensions: Dimensions): string | undefined {
  const sizes = Object.entries(dimensions).map(([name, size]) => `${encodeURIComponent(name)}:${size}`);
  return sizes.length > 0 ? sizes.join(',') : undefined;
}
