import { describe, expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { createSeededRandom } from '#core/random.ts';
import { readClientMessage } from './client-messages.ts';
import { readCompanionMessage } from './companion-messages.ts';
import { decodeFrame } from './binary-frame.ts';
import { everyType, joinFrame } from './protocol.fixture.ts';

const run = { type: 'run', id: 1, session: 2 };

test('decodes a frame with tensors of every type to the same tensors', () => {
  expect(decodeFrame(joinFrame(run, everyType))).toEqual({ header: run, tensors: everyType });
});

test('decodes tensors as aligned views of the frame, or of one copy if the frame is not aligned', () => {
  const frame = joinFrame(run, everyType);
  const { f64 } = decodeFrame(frame).tensors;
  expect((f64!.data as Float64Array).buffer).toBe(frame.buffer);
  const shifted = new Uint8Array(frame.length + 3);
  shifted.set(frame, 3);
  expect(decodeFrame(shifted.subarray(3)).tensors).toEqual(everyType);
});

/** Builds a frame with any tensor list in its header, without the encoder. */
function buildFrame(tensors: unknown, data = new Uint8Array(8)): Uint8Array<ArrayBuffer> {
  const json = new TextEncoder().encode(JSON.stringify({ ...run, tensors }));
  const start = Math.ceil(json.length / 8) * 8 + 8;
  const frame = new Uint8Array(start + data.length);
  new DataView(frame.buffer).setUint32(4, json.length, true);
  frame.set(new TextEncoder().encode('ASY1'));
  frame.set(json, 8);
  frame.set(data, start);
  return frame;
}

const x = { name: 'x', dtype: 'float32', shape: [2] };

test('decodes a frame built by hand from the description of the format', () => {
  // 1.0 and 2.0 in IEEE 754
  const { tensors } = decodeFrame(buildFrame([x], Uint8Array.of(0, 0, 0x80, 0x3f, 0, 0, 0, 0x40)));
  expect(tensors).toEqual({ x: { dtype: 'float32', shape: [2], data: Float32Array.of(1, 2) } });
});

describe('rejects a frame with', () => {
  test.each<[string, unknown, string]>([
    ['more elements than bytes', [{ ...x, shape: [3] }], 'tensor-beyond-frame'],
    ['sizes of 2^40', [{ ...x, shape: [2 ** 40] }], 'tensor-beyond-frame'],
    // 2^53 · 2^53 · 4 is 0 modulo 2^64
    ['sizes whose product overflows', [{ ...x, shape: [2 ** 52, 2 ** 52] }], 'tensor-beyond-frame'],
    ['a size above 2^53', [{ ...x, shape: [2 ** 53] }], 'message-field'],
    ['a negative size', [{ ...x, shape: [-1] }], 'message-field'],
    ['NaN as a size, which JSON writes as null', [{ ...x, shape: [NaN] }], 'message-field'],
    ['half a size', [{ ...x, shape: [0.5] }], 'message-field'],
    ['a size in quotes', [{ ...x, shape: ['2'] }], 'message-field'],
    ['33 dimensions', [{ ...x, shape: Array.from({ length: 33 }, () => 1) }], 'message-field'],
    ['an unknown type', [{ ...x, dtype: 'bfloat16' }], 'message-field'],
    ['no name', [{ ...x, name: '' }], 'message-field'],
    ['a tensor list that is an object', { x }, 'message-field'],
    ['no tensor list', undefined, 'message-field'],
    [
      'two tensors with one name',
      [
        { ...x, shape: [1] },
        { ...x, shape: [1] },
      ],
      'tensor-repeated',
    ],
    ['fewer elements than bytes', [], 'frame-length'],
    ['strings without their length', [{ ...x, dtype: 'string', shape: [1] }], 'tensor-strings'],
    ['strings longer than the frame', [{ ...x, dtype: 'string', shape: [1], byteLength: 9 }], 'tensor-strings'],
    ['more strings than bytes', [{ ...x, dtype: 'string', shape: [2 ** 31], byteLength: 8 }], 'tensor-beyond-frame'],
    ['fewer strings than bytes', [{ ...x, dtype: 'string', shape: [1], byteLength: 8 }], 'tensor-strings'],
  ])('%s', (_, tensors, reason) => {
    expect(catchFault(() => decodeFrame(buildFrame(tensors)))).toMatchObject({ reason });
  });

  test('text that is not UTF-8', () => {
    const data = Uint8Array.of(1, 0, 0, 0, 0xff, 0, 0, 0);
    const header = { ...x, dtype: 'string', shape: [1], byteLength: 5 };
    expect(catchFault(() => decodeFrame(buildFrame([header], data)))).toMatchObject({ reason: 'tensor-strings' });
  });

  test.each<[string, (frame: Uint8Array<ArrayBuffer>) => void, string]>([
    ['another first byte', (frame) => frame.set([0x42]), 'frame-other-format'],
    ['a header of 2^31 bytes', (frame) => frame.set([0, 0, 0, 0x80], 4), 'frame-header-too-long'],
    ['a header longer than the frame', (frame) => frame.set([0xff, 0xff, 0, 0], 4), 'frame-length'],
    ['an empty header', (frame) => frame.set([0, 0, 0, 0], 4), 'frame-header-not-json'],
    ['a header that is not UTF-8', (frame) => frame.set([0xff], 9), 'frame-header-not-json'],
  ])('%s', (_, change, reason) => {
    const frame = joinFrame(run, everyType);
    change(frame);
    expect(catchFault(() => decodeFrame(frame))).toMatchObject({ reason });
  });
});

test('rejects a frame truncated at any byte', () => {
  const frame = joinFrame(run, everyType);
  for (let length = 0; length < frame.length; length++) {
    expect(catchFault(() => decodeFrame(frame.slice(0, length)))).toHaveProperty('reason');
  }
});

test('decodes frames with random mutations or rejects them as invalid', () => {
  const random = createSeededRandom(11);
  const frame = joinFrame(run, everyType);
  const headerBytes = new DataView(frame.buffer).getUint32(4, true);
  let rejected = 0;
  for (let round = 0; round < 4000; round++) {
    const mutated = frame.slice();
    for (let count = 1 + random() * 4; count >= 1; count--) {
      mutated[Math.floor(random() * (8 + headerBytes))] = Math.floor(random() * 256);
    }
    const input = random() < 0.2 ? mutated.slice(0, Math.floor(random() * mutated.length)) : mutated;
    for (const read of [readClientMessage, readCompanionMessage]) {
      if (catchFault(() => read(input))) rejected++;
    }
  }
  expect(rejected).toBeGreaterThan(4000); // the companion's reader rejects every message of a page
});

/** The facts of the error `message-invalid`; `null` if nothing is thrown. Any other error fails the test. */
function catchFault(decode: () => unknown): AppError['facts'] | null {
  try {
    decode();
    return null;
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'message-invalid') throw thrown;
    return thrown.facts;
  }
}
