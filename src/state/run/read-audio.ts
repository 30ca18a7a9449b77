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
    return await mix(await decoder.decodeAudioData(await file.arrayBuffer()));
  } catch (thrown) {
    throw new AppError('file-unreadable', { file: file.name, reason: 'not-audio' }, { cause: thrown });
  }
}

/** Mixes the channels to mono off the main thread, by the rules of Web Audio: stereo becomes the mean. */
async function mix(sound: AudioBuffer): Promise<Float32Array<ArrayBuffer>> {
  if (sound.numberOfChannels === 1) return sound.getChannelData(0);
  const mixer = new OfflineAudioContext(1, sound.length, sound.sampleRate);
  const source = new AudioBufferSourceNode(mixer, { buffer: sound });
  source.connect(mixer.destination);
  source.start();
  return (await mixer.startRendering()).getChannelData(0);
}
