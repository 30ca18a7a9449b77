import { AppError } from '#core/errors/error.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { audioSampleRate, type Graph } from '#core/task/task.ts';
import { readFloats } from '../output-floats.ts';
import { stateSize, readVoiceSignature } from './roles.ts';

/** Samples of the window to which a probability applies: 32 ms at 16 kHz. */
export const windowSamples = 512;
/** Samples before a window that are also part of the input (`OnnxWrapper` in Silero's `utils_vad.py`). */
const contextSamples = 64;

/**
 * Computes the probability of speech in each window of 512 samples.
 * @param onWindow called after each window with the number of finished windows
 */
export type ComputeSpeechProbabilities = (
  samples: Float32Array,
  onWindow?: (done: number) => void,
) => Promise<Float32Array>;

/** @throws AppError internal if the graph is not Silero VAD */
export function bindVoiceGraph({ facts, run }: Graph): ComputeSpeechProbabilities {
  const names = readVoiceSignature(facts);
  if (!names) throw new AppError('internal', { why: 'a voice activity task was bound to another graph' });
  return async (samples, onWindow) => {
    const probabilities = new Float32Array(Math.ceil(samples.length / windowSamples));
    let state: Tensor = { dtype: 'float32', shape: [2, 1, stateSize], data: new Float32Array(2 * stateSize) };
    for (let index = 0; index < probabilities.length; index++) {
      const data = new Float32Array(contextSamples + windowSamples); // zeros before the start and after the end
      const first = index * windowSamples - contextSamples;
      data.set(samples.subarray(Math.max(0, first), first + data.length), Math.max(0, -first));
      const outputs = await run({
        [names.input]: { dtype: 'float32', shape: [1, data.length], data },
        [names.state]: state,
        ...(names.sampleRate !== null && {
          [names.sampleRate]: { dtype: 'int64', shape: [], data: BigInt64Array.of(BigInt(audioSampleRate)) },
        }),
      });
      probabilities[index] = readFloats(outputs, names.output)[0]!;
      state = { dtype: 'float32', shape: state.shape, data: readFloats(outputs, names.nextState) };
      onWindow?.(index + 1);
    }
    return probabilities;
  };
}
