import { AppError } from '#core/errors/error.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { audioSampleRate, type Graph } from '#core/task/task.ts';
import { readFloats } from '../output-floats.ts';
import { stateWidth, readVoiceSignature } from './roles.ts';

/** Samples that one probability is for, 32 ms at 16 kHz. */
export const windowSamples = 512;
/** Samples before a window that are part of its input (`OnnxWrapper` in Silero's `utils_vad.py`). */
const contextSamples = 64;

/**
 * How likely each window of 512 samples contains speech.
 * @param onWindow called with the number of windows so far
 */
export type ComputeSpeechProbabilities = (
  samples: Float32Array,
  onWindow?: (done: number) => void,
) => Promise<Float32Array>;

/** @param graph in the role of Silero VAD */
export function bindVoiceGraph({ facts, run }: Graph): ComputeSpeechProbabilities {
  const names = readVoiceSignature(facts);
  if (!names) throw new AppError('internal', { why: 'bound to another graph than voice activity' });
  return async (samples, onWindow) => {
    const probabilities = new Float32Array(Math.ceil(samples.length / windowSamples));
    let state: Tensor = { dtype: 'float32', shape: [2, 1, stateWidth], data: new Float32Array(2 * stateWidth) };
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
