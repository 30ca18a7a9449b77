import { AppError, type ErrorFacts } from '#core/errors/error.ts';

/** The decoded audio of a file, before mixing and resampling. */
export interface DecodedAudio {
  /** In hertz. */
  readonly sampleRate: number;
  /** One array for each channel, all of the same length; -1 to 1. */
  readonly channels: readonly Float32Array[];
}

/** Whether the bytes begin with the header of a RIFF file with audio. */
function isWav(start: Uint8Array): boolean {
  return readChunkId(start, 0) === 'RIFF' && readChunkId(start, 8) === 'WAVE';
}

/** Format codes of `mmreg.h`. */
const pcm = 1;
const float = 3;
const extensible = 0xfffe;

/**
 * Reads a WAV file with integer or floating-point samples. Its data may be truncated.
 * @param name of the file, for errors
 * @throws AppError file-unreadable
 */
export function readWav(bytes: Uint8Array<ArrayBuffer>, name: string): DecodedAudio {
  const createUnreadableError = (facts: ErrorFacts) => new AppError('file-unreadable', { file: name, ...facts });
  if (!isWav(bytes)) throw createUnreadableError({ reason: 'not-audio' });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: Format | null = null;
  for (let offset = 12; offset + 8 <= view.byteLength;) {
    const [id, size, start] = [readChunkId(bytes, offset), view.getUint32(offset + 4, true), offset + 8];
    if (id === 'fmt ' && start + 16 <= view.byteLength) format = readFormat(view, start, size);
    if (id === 'data') {
      const readSample = format && readers[`${format.code === float ? 'float' : 'pcm'}${format.bits}`];
      if (!format || format.channels === 0 || format.sampleRate === 0)
        throw createUnreadableError({ reason: 'not-audio' });
      if (!readSample || (format.code !== pcm && format.code !== float))
        throw createUnreadableError({ reason: 'wav-codec', codec: `0x${format.code.toString(16)}`, bits: format.bits });
      const end = Math.min(start + size, view.byteLength);
      return { sampleRate: format.sampleRate, channels: readChannels(view, start, end, format, readSample) };
    }
    offset = start + size + (size % 2); // chunks begin at even offsets
  }
  throw createUnreadableError({ reason: 'not-audio' });
}

interface Format {
  readonly code: number;
  readonly channels: number;
  readonly sampleRate: number;
  readonly bits: number;
}

function readFormat(view: DataView, offset: number, size: number): Format {
  const code = view.getUint16(offset, true);
  const isExtended = code === extensible && size >= 40 && offset + 26 <= view.byteLength;
  return {
    code: isExtended ? view.getUint16(offset + 24, true) : code, // the first two bytes of the GUID
    channels: view.getUint16(offset + 2, true),
    sampleRate: view.getUint32(offset + 4, true),
    bits: view.getUint16(offset + 14, true),
  };
}

type ReadSample = (view: DataView, offset: number) => number;

const readers: Readonly<Record<string, ReadSample>> = {
  pcm8: (view, offset) => (view.getUint8(offset) - 128) / 128,
  pcm16: (view, offset) => view.getInt16(offset, true) / 2 ** 15,
  pcm24: (view, offset) => (view.getUint16(offset, true) + view.getInt8(offset + 2) * 2 ** 16) / 2 ** 23,
  pcm32: (view, offset) => view.getInt32(offset, true) / 2 ** 31,
  float32: (view, offset) => view.getFloat32(offset, true),
  float64: (view, offset) => view.getFloat64(offset, true),
};

function readChannels(view: DataView, start: number, end: number, { channels, bits }: Format, read: ReadSample) {
  const sampleBytes = bits / 8;
  const length = Math.floor((end - start) / (sampleBytes * channels));
  return Array.from({ length: channels }, (_, channel) => {
    const samples = new Float32Array(length);
    for (let index = 0; index < length; index++)
      samples[index] = read(view, start + (index * channels + channel) * sampleBytes);
    return samples;
  });
}

function readChunkId(bytes: Uint8Array, offset: number): string {
  return String.fromCharCode(...bytes.subarray(offset, offset + 4));
}
