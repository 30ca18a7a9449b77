import type { GraphSignature } from '#core/task/task.ts';

/** Size of the recurrent state of each of two layers. */
export const stateSize = 128;

/** The names of the inputs and outputs of a Silero VAD graph (version 5 or 6). */
export interface VoiceSignature {
  readonly input: string;
  readonly state: string;
  /** The input for the sample rate; `null` if the graph is for 16 kHz only. */
  readonly sampleRate: string | null;
  readonly output: string;
  readonly nextState: string;
}

/** @returns `null` if the graph is not Silero VAD of these versions */
export function readVoiceSignature({ inputs, outputs }: GraphSignature): VoiceSignature | null {
  const [input, state, rate, ...others] = inputs;
  const [output, nextState, ...otherOutputs] = outputs;
  if (!input || !state || !output || !nextState || others.length > 0 || otherOutputs.length > 0) return null;
  const areFloats = [input, state, output, nextState].every(({ dtype }) => dtype === 'float32');
  const hasState = state.shape.length === 3 && state.shape[0] === 2 && state.shape[2] === stateSize;
  const hasRate = rate === undefined || (rate.dtype === 'int64' && rate.shape.length === 0);
  if (!areFloats || !hasState || !hasRate || input.shape.length !== 2 || output.shape.length !== 2) return null;
  return {
    input: input.name,
    state: state.name,
    sampleRate: rate?.name ?? null,
    output: output.name,
    nextState: nextState.name,
  };
}
