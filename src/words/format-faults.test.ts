import { expect, test } from 'vitest';
import { formatFaults as english } from './en/models/format-faults.ts';
import { formatFaults as swahili } from './sw/models/format-faults.ts';

const cutOff = (missingBytes: number) =>
  ({ reason: 'weights-cut-off', sizeBytes: 1e9 - missingBytes, expectedBytes: 1e9 }) as const;
const extra = (extraBytes: number) => ({ reason: 'bytes-after-weights', extraBytes }) as const;
const ofShape = { tensor: 'w', shape: '2' } as const;

test('faults of one byte, value or tensor are in the singular', () => {
  expect(english['weights-cut-off'](cutOff(1))).toBe('its last byte is missing');
  expect(english['weights-cut-off'](cutOff(2))).toBe('its last 2 bytes are missing');
  expect(english['bytes-after-weights'](extra(1))).toBe('1 byte follows the last tensor');
  expect(english['bytes-after-weights'](extra(2))).toBe('2 bytes follow the last tensor');
  expect(english['tensor-values-mismatch']({ reason: 'tensor-values-mismatch', ...ofShape, count: 1 })).toBe(
    'tensor “w” has 1 value, which does not fit its shape [2]',
  );
  expect(english['tensor-index-invalid']({ reason: 'tensor-index-invalid', index: 3, count: 1 })).toBe(
    'it refers to tensor 3, but has only 1 tensor',
  );
});

test('the verbs of Swahili agree with a single byte', () => {
  expect(swahili['weights-cut-off'](cutOff(1))).toBe('baiti ya mwisho haipo');
  expect(swahili['bytes-after-weights'](extra(1))).toBe('baiti 1 inafuata tensa ya mwisho');
});
