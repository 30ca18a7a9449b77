import type { AudioInput } from '#bridge/session-contract.ts';
import { AppError } from '#core/errors/error.ts';
import { audioSampleRate } from '#core/task/task.ts';

/**
 * Reads an audio file in any codec of the browser, which decodes, mixes and resamples it off the main thread.
 * The decoder exists only in pages, not in workers. A WAV file is returned as it is: the worker decodes it with the
 * same code as the commands.
 * @throws AppError file-unreadable
 */
export async function readAudio(file: File): Promise<AudioInput['audio']> {
  const header = new TextDecoder('latin1').decode(await file.slice(0, 12).arrayBuffer());
  if (/^RIFF.{4}WAVE/s.test(header)) return file;
  try {
    const decoder = new OfflineAudioContext(1, 1, audioSampleRate);
    return await mixToMono(await decoder.decodeAudioData(await file.arrayBuffer()));
  } catch (thrown) {
    throw new AppError('file-unreadable', { file: file.name, reason: 'not-audio' }, { cause: thrown });
  }
}

/** Mixes the channels to mono off the main thread, by the rules of Web Audio: stereo becomes the mean. */
async function mixToMono(sound: AudioBuffer): Promise<Float32Array<ArrayBuffer>> {
  if (sound.numberOfChannels === 1) return sound.getChannelData(0);
  const mixer = new OfflineAudioContext(1, sound.length, sound.sampleRate);
  const source = new AudioBufferSourceNode(mixer, { buffer: sound });
  source.connect(mixer.destination);
  source.start();
  return (await mixer.startRendering()).getChannelData(0);
}
