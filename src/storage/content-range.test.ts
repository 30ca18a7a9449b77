import { expect, test } from 'vitest';
import { parseRangeResponse, parseContentRange, strongEtag } from './content-range.ts';

test('Content-Range is read, and null where it is malformed', () => {
  expect(parseContentRange('bytes 200-1023/146515')).toEqual({ start: 200, end: 1024, sizeBytes: 146_515 });
  expect(parseContentRange('bytes 0-0/*')).toEqual({ start: 0, end: 1, sizeBytes: null });
  for (const odd of [null, '', 'bytes */10', 'items 0-1/2', 'bytes 1-x/2']) expect(parseContentRange(odd)).toBeNull();
});

test('an ETag is used if it is strong, and not if it is weak', () => {
  expect(strongEtag('"abc"')).toBe('"abc"');
  expect(strongEtag('W/"abc"')).toBeNull();
  expect(strongEtag(null)).toBeNull();
});

test('the length of a compressed body is not read as the size of the file', () => {
  const headers = { 'Content-Length': '10', 'Content-Encoding': 'gzip' };
  expect(parseRangeResponse(new Response('', { headers }))).toMatchObject({ sizeBytes: null, isPart: false });
});
