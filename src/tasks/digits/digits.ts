import { AppError } from '#core/error.ts';
import type { Picture, Task, TaskModel } from '#core/task.ts';
import { describeSpec, type TensorSpec } from '#core/tensor.ts';
import { floats } from '../floats.ts';
import { normalise, side } from './normalise.ts';

export interface DigitGuess {
  /** The likeliest, 0 to 9. */
  readonly digit: number;
  /** One for each of 0 to 9, their sum 1. */
  readonly probabilities: readonly number[];
}

/** Reads one handwritten digit from a drawing or photo, dark on light or light on dark. */
export const digits: Task<Picture, DigitGuess> = {
  id: 'digits',
  encode: (picture, model) => ({
    [ports(model).input.name]: { dtype: 'float32', shape: [1, 1, side, side], data: normalise(picture) },
  }),
  decode(outputs, _, model) {
    const probabilities = Array.from(floats(outputs, ports(model).output.name));
    return { digit: probabilities.indexOf(Math.max(...probabilities)), probabilities };
  },
  score: (got, want) => (got.digit === want.digit ? 1 : 0),
};

/** @throws AppError model-unsupported where the model does not turn one 28 x 28 picture into ten numbers. */
function ports({ inputs, outputs }: TaskModel): { input: TensorSpec; output: TensorSpec } {
  const [input, output] = [inputs[0], outputs[0]];
  const fits =
    inputs.length === 1 && input?.shape.slice(1).join() === `1,${side},${side}` && output?.shape.at(-1) === 10;
  if (fits && input && output) return { input, output };
  const signature = [...inputs, ...outputs].map((spec) => `${spec.name} ${describeSpec(spec)}`).join(', ');
  throw new AppError('model-unsupported', { model: signature, why: 'not a reader of 28 x 28 digits' });
}
