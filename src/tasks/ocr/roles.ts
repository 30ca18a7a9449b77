import type { GraphRole, GraphSignature } from '#core/task/task.ts';
import type { TensorSpec } from '#core/engine/tensor.ts';

type Shape = TensorSpec['shape'];

/** The three graphs of PP-OCR, distinguished by their output for an image of three colour planes. */
export const roles = {
  /** How likely each pixel is text: [images, 1, height, width]; some exports leave the 1 as a free dimension. */
  detector: { matches: (graph) => hasOutput(graph, ([, channels], rank) => rank === 4 && isOrMayBe(channels, 1)) },
  /** How likely a line is upside down: [lines, 2]. */
  direction: {
    isOptional: true,
    matches: (graph) => hasOutput(graph, ([, classes], rank) => rank === 2 && classes === 2),
  },
  /** How likely each character is at each step of a line: [lines, steps, characters]. */
  recogniser: { matches: (graph) => hasOutput(graph, ([, , classes], rank) => rank === 3 && classes !== 1) },
} satisfies Record<string, GraphRole>;

function hasOutput({ inputs, outputs }: GraphSignature, fits: (shape: Shape, rank: number) => boolean): boolean {
  const [input, ...otherInputs] = inputs;
  const [output, ...otherOutputs] = outputs;
  if (!input || !output || otherInputs.length > 0 || otherOutputs.length > 0) return false;
  if (input.dtype !== 'float32' || output.dtype !== 'float32') return false;
  return input.shape.length === 4 && input.shape[1] === 3 && fits(output.shape, output.shape.length);
}

function isOrMayBe(size: Shape[number] | undefined, wanted: number): boolean {
  return typeof size === 'number' ? size === wanted : true;
}
