import type { Graph } from '#core/task/task.ts';
import { runInBatches } from './run-in-batches.ts';
import type { PixelBlock } from './pixel-block.ts';

// The threshold of RapidOCR, and the input size of PP-OCR's classifier, which its graph leaves free.
const minProbability = 0.9;
const [height, width] = [48, 192];

/** Classifies for each line whether it is upside down. */
export async function findUpsideDownLines(graph: Graph, lines: readonly PixelBlock[]): Promise<boolean[]> {
  const isUpsideDown = lines.map(() => false);
  for await (const batch of runInBatches(graph, lines, height, () => width))
    for (const { index, values } of batch) isUpsideDown[index] = values[1]! > minProbability && values[1]! > values[0]!;
  return isUpsideDown;
}
