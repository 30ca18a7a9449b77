import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ExternalFile, Quantisation } from '#core/model/model-facts.ts';
import { countElements, WeightCounts, findDominantWeightType } from '#graph/weight-counts.ts';
import type { Siblings } from '../format.ts';
import { checkFileName } from '../file-name.ts';
import { asArray, asNonNegativeInteger, asObject, asString } from '../json.ts';

/** A weight and its location: `offset` is in bytes from the start of the concatenated files of its group. */
export interface StoredWeight {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: number;
  readonly offset: number;
  readonly files: readonly string[];
}

interface TfjsWeights {
  readonly tally: WeightCounts;
  /** Stored weights by name in the graph. */
  readonly stored: ReadonlyMap<string, StoredWeight>;
  readonly files: readonly ExternalFile[];
  readonly quantisation: Quantisation;
}

/** Bytes per stored element. Source: `DTYPE_VALUE_SIZE_MAP` of tfjs-core 4.22. Strings have no fixed size. */
const elementBytes = new Map([
  ['float32', 4],
  ['int32', 4],
  ['bool', 1],
  ['complex64', 8],
  ['float16', 2],
  ['uint16', 2],
  ['uint8', 1],
  ['string', 0],
]);

/**
 * Reads `weightsManifest`: groups of weights, each stored across its paths.
 * @throws AppError model-corrupt
 */
export function readWeights(manifest: readonly unknown[], siblings: Siblings): TfjsWeights {
  const tally = new WeightCounts('tfjs');
  const files: ExternalFile[] = [];
  const stored = new Map<string, StoredWeight>();
  let hasText = false;
  for (const entry of manifest) {
    const group = asObject(entry) ?? throwInvalidEntry('weightsManifest');
    const bytesBefore = tally.bytes;
    const names = asArray(group.paths).map((path) =>
      checkFileName(asString(path) ?? throwInvalidEntry('weightsManifest.paths'), 'tfjs'),
    );
    for (const entry of asArray(group.weights)) {
      const offset = tally.bytes - bytesBefore;
      const weight = addWeight(entry, tally);
      hasText ||= weight.dtype === 'string';
      // Strings have no fixed size, so the offsets of later weights are unknown.
      if (!hasText) stored.set(weight.name, { ...weight, offset, files: names });
    }
    const groupBytes = names.length === 1 && !hasText ? tally.bytes - bytesBefore : null;
    for (const name of names) files.push({ name, sizeBytes: siblings.get(name)?.size ?? groupBytes });
  }
  return { tally, stored, files, quantisation: describeQuantisation(tally) };
}

function addWeight(value: unknown, tally: WeightCounts) {
  const weight = asObject(value) ?? throwInvalidEntry('weightsManifest.weights');
  const dtype = asString(asObject(weight.quantization)?.dtype) ?? asString(weight.dtype) ?? '';
  const width = elementBytes.get(dtype);
  if (width === undefined) {
    const tensor = asString(weight.name)?.slice(0, 80) ?? '';
    throw createCorruptModelError('tfjs', { reason: 'tensor-type-unknown', tensor, type: dtype.slice(0, 40) });
  }
  const shape = asArray(weight.shape).map(
    (size) => asNonNegativeInteger(size) ?? throwInvalidEntry('weightsManifest.weights.shape'),
  );
  const parameters = countElements(shape, 'tfjs');
  const bytes = parameters * width;
  tally.add(dtype, parameters, bytes);
  return { name: asString(weight.name) ?? '', dtype, shape, bytes };
}

function describeQuantisation(tally: WeightCounts): Quantisation {
  const mainDtype = tally.weights[0]?.dtype ?? null;
  const kind = mainDtype === 'float16' ? 'float16' : mainDtype?.startsWith('uint') ? 'weights-only' : 'none';
  return {
    kind: mainDtype === null ? 'unknown' : kind,
    name: mainDtype,
    blockSize: null,
    bitsPerWeight: tally.bitsPerWeight,
    quantisationAware: null,
    evidence: [findDominantWeightType(tally)],
  };
}

function throwInvalidEntry(entry: string): never {
  throw createCorruptModelError('tfjs', { reason: 'entry-invalid', entry });
}
