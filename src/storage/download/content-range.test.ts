import { expect, test } from 'vitest';
import { parseRangeResponse, parseContentRange, strongEtag } from './content-range.ts';

test('parses Content-Range, and returns null if it is malformed', () => {
  expect(parseContentRange('bytes 200-1023/146515')).toEqual({ start: 200, end: 1024, sizeBytes: 146_515 });
  expect(parseContentRange('bytes 0-0/*')).toEqual({ start: 0, end: 1, sizeBytes: null });
  for (const odd of [null, '', 'bytes */10', 'items 0-1/2', 'bytes 1-x/2']) expect(parseContentRange(odd)).toBeNull();
});

test('a range that ends before its start or after the file is invalid', () => {
  // RFC 9110, 14.4: "invalid if its last-pos value is less than its first-pos value, or if complete-length is less than
  // or equal to last-pos".
  expect(parseContentRange('bytes 5-3/10')).toBeNull();
  expect(parseContentRange('bytes 5-10/10')).toBeNull();
  expect(parseContentRange('bytes 5-9/10')).toEqual({ start: 5, end: 10, sizeBytes: 10 });
});

test('uses a strong ETag, and ignores a weak one', () => {
  expect(strongEtag('"abc"')).toBe('"abc"');
  expect(strongEtag('W/"abc"')).toBeNull();
  expect(strongEtag(null)).toBeNull();
});

test('does not use the length of a compressed body as the file size', () => {
  const headers = { 'Content-Length': '10', 'Content-Encoding': 'gzip' };
  expect(parseRangeResponse(new Response('', { headers }))).toMatchObject({ sizeBytes: null, isPartial: false });
});
