import { expect, test } from 'vitest';
import { readWav } from './read-wav.ts';
import { readWavSamples } from './read-wav-samples.ts';

interface Header {
  readonly code?: number;
  readonly channels?: number;
  readonly sampleRate?: number;
  readonly bits: number;
}

/** A WAV file as defined in Microsoft's `mmreg.h`, with a chunk of odd size before its data. */
function buildWav(
  { code = 1, channels = 1, sampleRate = 16_000, bits }: Header,
  data: readonly number[],
  size = data.length,
) {
  const encodeText = (value: string) => [...value].map((letter) => letter.charCodeAt(0));
  const u16 = (value: number) => [value & 0xff, value >> 8];
  const u32 = (value: number) => [...u16(value & 0xffff), ...u16(value >>> 16)];
  const format = [...u16(code), ...u16(channels), ...u32(sampleRate), ...u32(0), ...u16(0), ...u16(bits)];
  return Uint8Array.from([
    ...encodeText('RIFF'),
    ...u32(0),
    ...encodeText('WAVEfmt '),
    ...u32(16),
    ...format,
    ...encodeText('LIST'),
    ...u32(3),
    1,
    2,
    3,
    0,
    ...encodeText('data'),
    ...u32(size),
    ...data,
  ]);
}

test.each([
  [{ bits: 8 }, [0, 128, 192], [-1, 0, 0.5]],
  [{ bits: 16 }, [0x00, 0x80, 0x00, 0x40], [-1, 0.5]],
  [{ bits: 24 }, [0x00, 0x00, 0x80, 0x00, 0x00, 0x40], [-1, 0.5]],
  [{ bits: 32 }, [0, 0, 0, 0x80], [-1]],
  [{ code: 3, bits: 32 }, [0, 0, 0x80, 0xbf], [-1]],
  [{ code: 3, bits: 64 }, [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], [0.5]],
])('reads samples of %o', (header, data, expected) => {
  expect(readWav(buildWav(header, data), 'a.wav')).toEqual({
    sampleRate: 16_000,
    channels: [Float32Array.from(expected)],
  });
});

test('separates the channels of a file, and mixes them to their mean', () => {
  const stereo = buildWav({ channels: 2, bits: 16 }, [0, 0x40, 0, 0, 0, 0x80, 0, 0x80]);
  expect(readWav(stereo, 'a.wav').channels).toEqual([Float32Array.of(0.5, -1), Float32Array.of(0, -1)]);
  expect([...readWavSamples(stereo, 'a.wav')]).toEqual([0.25, -1]);
});

test('reads a truncated file up to its end', () => {
  expect([...readWav(buildWav({ bits: 16 }, [0, 0x40, 0], 0xffff_fff0), 'a.wav').channels[0]!]).toEqual([0.5]);
});

test.each([
  ['bytes that are not a WAV file', new Uint8Array(100), 'not-audio'],
  ['a file without data', buildWav({ bits: 16 }, [0, 0]).subarray(0, 40), 'not-audio'],
  ['no samples', buildWav({ bits: 16 }, []), 'audio-empty'],
  ['no channels', buildWav({ bits: 16, channels: 0 }, [0, 0]), 'not-audio'],
  ['a compressed file', buildWav({ code: 0x11, bits: 4 }, [0, 0]), 'wav-codec'],
])('rejects %s with the name of the file', (_, bytes, reason) => {
  const error = { code: 'file-unreadable', facts: expect.objectContaining({ file: 'a.wav', reason }) };
  expect(() => readWavSamples(bytes, 'a.wav')).toThrow(expect.objectContaining(error));
});
