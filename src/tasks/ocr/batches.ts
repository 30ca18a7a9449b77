import type { Graph } from '#core/task/task.ts';
import { readFloats } from '../output-floats.ts';
import { computeAspectRatio, createRecogniserInput } from './recogniser-input.ts';
import type { PixelBlock } from './pixel-block.ts';

/** RapidOCR's number. */
const linesPerBatch = 6;

/** The output of a graph for one line. */
export interface LineOutput {
  /** Index of the line among all lines. */
  readonly index: number;
  readonly values: Float32Array;
  /** Last dimension of the output. */
  readonly classCount: number;
}

/**
 * Runs a graph over lines in batches, narrow ones first, so the lines of a batch have similar widths, and yields
 * the output of each batch. Sizes that the graph fixes override `height` and `widthOf`.
 */
export async function* runInBatches(
  graph: Graph,
  lines: readonly PixelBlock[],
  height: number,
  widthOf: (maxAspect: number) => number,
): AsyncGenerator<LineOutput[]> {
  const [input, output] = [graph.facts.inputs[0]!, graph.facts.outputs[0]!];
  const [fixedBatch, , fixedHeight, fixedWidth] = input.shape;
  const size = typeof fixedBatch === 'number' ? fixedBatch : linesPerBatch;
  const sorted = [...lines.entries()].toSorted(([, a], [, b]) => computeAspectRatio(a) - computeAspectRatio(b));
  for (let start = 0; start < sorted.length; start += size) {
    const batch = sorted.slice(start, start + size);
    const maxAspect = computeAspectRatio(batch.at(-1)![1]);
    const batchSize = typeof fixedBatch === 'number' ? size : batch.length;
    const tensor = createRecogniserInput(
      batch.map(([, line]) => line),
      batchSize,
      typeof fixedHeight === 'number' ? fixedHeight : height,
      typeof fixedWidth === 'number' ? fixedWidth : widthOf(maxAspect),
    );
    const outputs = await graph.run({ [input.name]: tensor });
    const all = readFloats(outputs, output.name);
    const valuesPerLine = all.length / batchSize;
    const classCount = outputs[output.name]!.shape.at(-1)!;
    yield batch.map(([index], position) => {
      const values = all.subarray(position * valuesPerLine, (position + 1) * valuesPerLine);
      return { index, values, classCount };
    });
  }
}
