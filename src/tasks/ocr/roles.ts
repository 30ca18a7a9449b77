import type { GraphRole, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';

type Shape = TensorSpec['shape'];

/** The three graphs of PP-OCR, whose input is a colour image; they are distinguished by the shape of their output. */
export const roles = {
  /**
   * Outputs the probability that a pixel is text: [images, 1, height, width]; in some exports, the 1 is a free
   * dimension.
   */
  detector: { matches: (graph) => hasOutput(graph, ([, channels], rank) => rank === 4 && canBe(channels, 1)) },
  /** Outputs the probabilities that a line is upright or upside down: [lines, 2]. */
  direction: {
    isOptional: true,
    matches: (graph) => hasOutput(graph, ([, classes], rank) => rank === 2 && classes === 2),
  },
  /** Outputs the probability of each character at each step of a line: [lines, steps, characters]. */
  recogniser: { matches: (graph) => hasOutput(graph, ([, , classes], rank) => rank === 3 && classes !== 1) },
} satisfies Record<string, GraphRole>;

function hasOutput(
  { inputs, outputs }: GraphSignature,
  matchesShape: (shape: Shape, rank: number) => boolean,
): boolean {
  const [input, ...otherInputs] = inputs;
  const [output, ...otherOutputs] = outputs;
  if (!input || !output || otherInputs.length > 0 || otherOutputs.length > 0) return false;
  if (input.dtype !== 'float32' || output.dtype !== 'float32') return false;
  return input.shape.length === 4 && input.shape[1] === 3 && matchesShape(output.shape, output.shape.length);
}

function canBe(size: Shape[number] | undefined, expected: number): boolean {
  return typeof size === 'number' ? size === expected : true;
}
