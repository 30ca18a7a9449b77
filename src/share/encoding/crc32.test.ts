import { expect, test } from 'vitest';
import { computeCrc32 } from './crc32.ts';

test('the checksum is CRC-32/ISO-HDLC', () => {
  // Check value of CRC-32/ISO-HDLC in the RevEng catalogue.
  expect(computeCrc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});
