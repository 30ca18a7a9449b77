import type { Graph } from '#core/task/task.ts';
import { readFloats } from '../output-floats.ts';
import { computeAspectRatio, createRecogniserInput } from './recogniser-input.ts';
import type { PixelBlock } from './pixel-block.ts';

/** `rec_batch_num` of RapidOCR. */
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
 * Runs a graph over lines in batches and yields the output of each batch. Lines are sorted by aspect ratio, so that
 * those of a batch have similar widths. Sizes that the graph fixes override `height` and `computeWidth`.
 * @param computeWidth returns the width of a batch in pixels from the maximum aspect ratio of its lines
 */
export async function* runInBatches(
  graph: Graph,
  lines: readonly PixelBlock[],
  height: number,
  computeWidth: (maxAspect: number) => number,
): AsyncGenerator<LineOutput[]> {
  const [input, output] = [graph.facts.inputs[0]!, graph.facts.outputs[0]!];
  const [fixedBatch, , fixedHeight, fixedWidth] = input.shape;
  const maxBatchSize = typeof fixedBatch === 'number' ? fixedBatch : linesPerBatch;
  const sortedLines = [...lines.entries()].toSorted(([, a], [, b]) => computeAspectRatio(a) - computeAspectRatio(b));
  for (let start = 0; start < sortedLines.length; start += maxBatchSize) {
    const batch = sortedLines.slice(start, start + maxBatchSize);
    const maxAspect = computeAspectRatio(batch.at(-1)![1]);
    const batchSize = typeof fixedBatch === 'number' ? maxBatchSize : batch.length;
    const tensor = createRecogniserInput(
      batch.map(([, line]) => line),
      batchSize,
      typeof fixedHeight === 'number' ? fixedHeight : height,
      typeof fixedWidth === 'number' ? fixedWidth : computeWidth(maxAspect),
    );
    const outputs = await graph.run({ [input.name]: tensor });
    const values = readFloats(outputs, output.name);
    const valuesPerLine = values.length / batchSize;
    const classCount = outputs[output.name]!.shape.at(-1)!;
    yield batch.map(([index], position) => {
      const lineValues = values.subarray(position * valuesPerLine, (position + 1) * valuesPerLine);
      return { index, values: lineValues, classCount };
    });
  }
}
