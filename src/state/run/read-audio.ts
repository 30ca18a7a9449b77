import type { AudioInput } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import { audioSampleRate } from '#core/task/task.ts';

/**
 * Reads an audio file in any codec of the browser, which decodes, mixes and resamples it off the main thread.
 * Only pages have its decoder. A WAV file is left to the worker, which decodes it as the commands do.
 * @throws AppError file-unreadable
 */
export async function readAudio(file: File): Promise<AudioInput['audio']> {
  const start = new TextDecoder('latin1').decode(await file.slice(0, 12).arrayBuffer());
  if (/^RIFF.{4}WAVE/s.test(start)) return file;
  try {
    const decoder = new OfflineAudioContext(1, 1, audioSampleRate);
    return mixed(await decoder.decodeAudioData(await file.arrayBuffer()));
  } catch (thrown) {
    throw new AppError('file-unreadable', { file: file.name, reason: 'not-audio' }, { cause: thrown });
  }
}

/** The mean of all channels. */
function mixed(sound: AudioBuffer): Float32Array<ArrayBuffer> {
  const samples = sound.getChannelData(0);
  for (let channel = 1; channel < sound.numberOfChannels; channel++) {
    for (const [at, sample] of sound.getChannelData(channel).entries()) samples[at]! += sample;
  }
  return sound.numberOfChannels === 1 ? samples : samples.map((sample) => sample / sound.numberOfChannels);
}
