import { AppError } from '#core/errors/error.ts';
import { audioSampleRate } from '#core/task/task.ts';
import { readWav } from './read-wav.ts';
import { resample } from './resample.ts';

/**
 * Reads a WAV file as mono samples at the sample rate of tasks.
 * @param name of the file, for errors
 * @throws AppError file-unreadable
 */
export function readWavSamples(bytes: Uint8Array<ArrayBuffer>, name: string): Float32Array {
  const { sampleRate, channels } = readWav(bytes, name);
  const mixed = mixChannels(channels);
  if (mixed.length === 0) throw new AppError('file-unreadable', { file: name, reason: 'audio-empty' });
  return resample(mixed, sampleRate, audioSampleRate);
}

/** Mixes all channels to their mean. */
function mixChannels(channels: readonly Float32Array[]): Float32Array {
  const [first = new Float32Array(), ...others] = channels;
  if (others.length === 0) return first;
  return first.map((sample, index) => others.reduce((sum, channel) => sum + channel[index]!, sample) / channels.length);
}
