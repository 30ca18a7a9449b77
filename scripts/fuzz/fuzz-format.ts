import { AppError } from '#core/errors/error.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { createSeededRandom } from '#core/random.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { headBytes, type Format } from '#formats/format.ts';
import { checkFileName } from '#formats/file-name.ts';
import type { TinyModel } from '#formats/tiny/models.fixture.ts';
import { mutate } from './mutate.ts';

interface FuzzResult {
  readonly cases: number;
  /** Number of mutated files that could still be read. */
  readonly readable: number;
  readonly slowestMs: number;
  readonly peakBytes: number;
  /** Failed cases. The same seed and index reproduce the file. */
  readonly failures: readonly { readonly index: number; readonly why: string }[];
}

const maxMs = 1000;
const maxBytes = 256 * 1024 * 1024;
const codes = new Set(['model-corrupt', 'model-unsupported', 'model-unknown']);

/**
 * Feeds mutations of `seeds` to `reader` until `count` cases are done or `seconds` have passed. A reader must either throw
 * an AppError or return valid facts, within one second and 256 MiB; anything else is a failure. Stops after ten failures.
 */
export async function fuzzFormat(
  reader: Format,
  seeds: readonly TinyModel[],
  limits: { readonly count: number; readonly seconds: number; readonly seed: number },
): Promise<FuzzResult> {
  const failures: { index: number; why: string }[] = [];
  let [cases, readable, slowestMs, peakBytes] = [0, 0, 0, 0];
  const end = performance.now() + limits.seconds * 1000;
  while (cases < limits.count && performance.now() < end && failures.length < 10) {
    const index = cases++;
    const random = createSeededRandom(limits.seed * 1_000_003 + index);
    const seed = seeds[index % seeds.length];
    const other = seeds[(index + 1) % seeds.length];
    if (!seed || !other) break;
    const bytes = mutate(seed.bytes, other.bytes, random);
    const [memory, cpu, started] = [readMemoryBytes(), process.cpuUsage(), performance.now()];
    try {
      reader.matches(bytes.subarray(0, headBytes), seed.name);
      const facts = await reader.readFacts(toByteSource(bytes), seed.name, seed.siblings);
      readable++;
      const fault = findFault(facts);
      if (fault) failures.push({ index, why: fault });
    } catch (error) {
      const isRejected = error instanceof AppError && codes.has(error.code);
      if (!isRejected) failures.push({ index, why: error instanceof Error ? String(error.stack) : String(error) });
    }
    const elapsedMs = performance.now() - started;
    slowestMs = Math.max(slowestMs, elapsedMs);
    peakBytes = Math.max(peakBytes, readMemoryBytes() - memory);
    // CPU time is checked as well: on a busy machine, wall-clock time includes waiting.
    const cpuTime = process.cpuUsage(cpu);
    if (elapsedMs > maxMs && (cpuTime.user + cpuTime.system) / 1000 > maxMs)
      failures.push({ index, why: `${elapsedMs} ms` });
    if (readMemoryBytes() - memory > maxBytes) failures.push({ index, why: `${readMemoryBytes() - memory} bytes` });
  }
  return { cases, readable, slowestMs, peakBytes, failures };
}

function readMemoryBytes(): number {
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/** Facts of a damaged file may be wrong, but not impossible. */
function findFault(facts: ModelFacts): string | null {
  const sizes = [facts.parameters, facts.weightBytes, facts.flops, facts.peakActivationBytes, facts.sizeBytes];
  if (sizes.some((size) => size !== null && !(size >= 0 && Number.isFinite(size)))) return `sizes ${sizes.join(', ')}`;
  for (const { name } of facts.externalFiles) checkFileName(name, facts.format);
  if (Object.values(facts.operators).some((count) => !(count > 0))) return 'an operator with a count of zero';
  return JSON.stringify(facts).length > 64 * 1024 * 1024 ? 'facts of more than 64 MiB' : null;
}
