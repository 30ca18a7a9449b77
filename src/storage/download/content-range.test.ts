import { expect, test } from 'vitest';
import { parseRangeResponse, parseContentRange, parseStrongEtag } from './content-range.ts';

test('a Content-Range is parsed, and is null if it is malformed', () => {
  expect(parseContentRange('bytes 200-1023/146515')).toEqual({ start: 200, end: 1024, sizeBytes: 146_515 });
  expect(parseContentRange('bytes 0-0/*')).toEqual({ start: 0, end: 1, sizeBytes: null });
  for (const malformed of [null, '', 'bytes */10', 'items 0-1/2', 'bytes 1-x/2'])
    expect(parseContentRange(malformed)).toBeNull();
});

test('a range that ends before its start or after the file is invalid', () => {
  // RFC 9110, 14.4: "invalid if its last-pos value is less than its first-pos value, or if complete-length is less than
  // or equal to last-pos".
  expect(parseContentRange('bytes 5-3/10')).toBeNull();
  expect(parseContentRange('bytes 5-10/10')).toBeNull();
  expect(parseContentRange('bytes 5-9/10')).toEqual({ start: 5, end: 10, sizeBytes: 10 });
});

test('a strong ETag is used, and a weak one is ignored', () => {
  expect(parseStrongEtag('"abc"')).toBe('"abc"');
  expect(parseStrongEtag('W/"abc"')).toBeNull();
  expect(parseStrongEtag(null)).toBeNull();
});

test('the length of a compressed body is not used as the file size', () => {
  const headers = { 'Content-Length': '10', 'Content-Encoding': 'gzip' };
  expect(parseRangeResponse(new Response('', { headers }))).toMatchObject({ sizeBytes: null, isPartial: false });
});
