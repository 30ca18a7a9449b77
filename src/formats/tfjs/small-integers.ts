import type { Siblings } from '../format.ts';
import type { StoredWeight } from './tfjs-weights.ts';

/** Bytes. Axes, paddings and shapes are smaller, weights larger. */
const maxBytes = 256;
/** The maximum number of reads, each possibly a request; no graph of the test data needs that many. */
const maxReads = 256;
/** The maximum gap in bytes between two constants that are read together. Heuristic, not measured. */
const gapBytes = 16_384;

interface Wanted {
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/**
 * The elements, by name, of the small int32 constants that shapes depend on, read from the weight files. Constants in
 * missing or truncated files are omitted.
 */
export async function readSmallIntegers(
  stored: ReadonlyMap<string, StoredWeight>,
  siblings: Siblings,
): Promise<Map<string, readonly number[]>> {
  const byFile = new Map<string, Wanted[]>();
  for (const [name, weight] of stored) {
    if (weight.dtype !== 'int32' || weight.bytes === 0 || weight.bytes > maxBytes) continue;
    const place = locateWeight(weight, siblings);
    if (!place) continue;
    const wanted = byFile.get(place.file);
    if (wanted) wanted.push({ name, ...place });
    else byFile.set(place.file, [{ name, ...place }]);
  }
  const integers = new Map<string, readonly number[]>();
  let reads = 0;
  for (const [file, wanted] of byFile) {
    for (const run of groupIntoRuns(wanted)) {
      if (++reads > maxReads) return integers;
      const start = run[0]?.start ?? 0;
      const bytes = await siblings.get(file)?.slice(start, run.at(-1)?.end).arrayBuffer();
      for (const { name, start: from, end } of run) {
        if (bytes && end - start <= bytes.byteLength)
          integers.set(name, readIntegers(bytes, from - start, end - start));
      }
    }
  }
  return integers;
}

/**
 * The file of a weight's group that contains it completely, and the byte range; `null` if no file among `siblings`
 * does.
 */
function locateWeight({ files, offset, bytes }: StoredWeight, siblings: Siblings) {
  let passed = 0;
  for (const file of files) {
    const size = siblings.get(file)?.size;
    if (size === undefined) return null;
    const start = offset - passed;
    if (start >= 0 && start + bytes <= size) return { file, start, end: start + bytes };
    passed += size;
  }
  return null;
}

function groupIntoRuns(wanted: readonly Wanted[]): Wanted[][] {
  const runs: Wanted[][] = [];
  let end = -Infinity;
  for (const next of [...wanted].sort((a, b) => a.start - b.start)) {
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
