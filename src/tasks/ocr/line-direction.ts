import type { Graph } from '#core/task/task.ts';
import { runInBatches } from './batches.ts';
import type { PixelBlock } from './pixel-block.ts';

// RapidOCR's numbers; the size that PP-OCR's classifier was trained on, which its graph leaves open.
const minProbability = 0.9;
const [height, width] = [48, 192];

/** Whether each line is upside down. */
export async function findUpsideDownLines(graph: Graph, lines: readonly PixelBlock[]): Promise<boolean[]> {
  const flags = lines.map(() => false);
  for await (const batch of runInBatches(graph, lines, height, () => width))
    for (const { index, values } of batch) flags[index] = values[1]! > minProbability && values[1]! > values[0]!;
  return flags;
}
