import type { Siblings } from '../format.ts';
import type { StoredWeight } from './tfjs-weights.ts';

/** The maximum size of a constant in bytes: axes, paddings and shapes are smaller, weights are larger. */
const maxBytes = 256;
/** The maximum number of reads, each possibly a request; the graphs of the test data need fewer. */
const maxReads = 256;
/** The maximum gap in bytes between two constants that are read together. Heuristic, not measured. */
const gapBytes = 16_384;

interface ConstantLocation {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads the small int32 constants that shapes depend on from the weight files, by name. Omits constants in missing or
 * truncated files.
 */
export async function readSmallIntegers(
  stored: ReadonlyMap<string, StoredWeight>,
  siblings: Siblings,
): Promise<Map<string, readonly number[]>> {
  const byFile = new Map<string, ConstantLocation[]>();
  for (const [name, weight] of stored) {
    if (weight.dtype !== 'int32' || weight.bytes === 0 || weight.bytes > maxBytes) continue;
    const location = locateWeight(weight, siblings);
    if (!location) continue;
    const constants = byFile.get(location.file);
    if (constants) constants.push({ name, ...location });
    else byFile.set(location.file, [{ name, ...location }]);
  }
  const integers = new Map<string, readonly number[]>();
  let reads = 0;
  for (const [file, constants] of byFile) {
    for (const run of groupIntoRuns(constants)) {
      if (++reads > maxReads) return integers;
      const start = run[0]?.start ?? 0;
      const bytes = await siblings.get(file)?.slice(start, run.at(-1)?.end).arrayBuffer();
      for (const { name, start: constantStart, end } of run) {
        if (bytes && end - start <= bytes.byteLength)
          integers.set(name, readIntegers(bytes, constantStart - start, end - start));
      }
    }
  }
  return integers;
}

/**
 * Finds the file of a weight's group that contains it completely, and the byte range; `null` if no file among
 * `siblings` does.
 */
function locateWeight({ files, offset, bytes }: StoredWeight, siblings: Siblings) {
  let fileOffset = 0;
  for (const file of files) {
    const size = siblings.get(file)?.size;
    if (size === undefined) return null;
    const start = offset - fileOffset;
    if (start >= 0 && start + bytes <= size) return { file, start, end: start + bytes };
    fileOffset += size;
  }
  return null;
}

function groupIntoRuns(constants: readonly ConstantLocation[]): ConstantLocation[][] {
  const runs: ConstantLocation[][] = [];
  let end = -Infinity;
  for (const next of [...constants].sort((a, b) => a.start - b.start)) {
    if (next.start - end > gapBytes) runs.push([]);
    runs.at(-1)?.push(next);
    end = Math.max(end, next.end);
  }
  return runs;
}

function readIntegers(buffer: ArrayBuffer, start: number, end: number): readonly number[] {
  const view = new DataView(buffer, start, end - start);
  return Array.from({ length: view.byteLength / 4 }, (_, index) => view.getInt32(4 * index, true));
}
