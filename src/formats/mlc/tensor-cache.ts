import { createCorruptModelError } from '#core/errors/corrupt-model-error.ts';
import type { ExternalFile } from '#core/model/model-facts.ts';
import { countElements, WeightCounts } from '#graph/weight-counts.ts';
import { checkFileName } from '../file-name.ts';
import { asArray, asNonNegativeInteger, asObject, asString, type JsonObject } from '../json.ts';

interface TensorCache {
  readonly tally: WeightCounts;
  /** Parameters before packing, from the bits per weight; `null` if the file does not specify them. */
  readonly parameters: number | null;
  readonly bitsPerWeight: number | null;
  readonly shards: readonly ExternalFile[];
}

/**
 * Reads `records`: shards with their tensors.
 * @throws AppError model-corrupt
 */
export function readTensorCache(cache: JsonObject): TensorCache {
  const tally = new WeightCounts('mlc');
  const shards = asArray(cache.records).map((entry) => {
    const shard = asObject(entry);
    const name = checkFileName(asString(shard?.dataPath) ?? throwInvalidEntry('records.dataPath'), 'mlc');
    for (const value of asArray(shard?.records)) {
      const tensor = asObject(value);
      const shape = asArray(tensor?.shape).map(
        (size) => asNonNegativeInteger(size) ?? throwInvalidEntry('records.records.shape'),
      );
      const bytes = asNonNegativeInteger(tensor?.nbytes) ?? throwInvalidEntry('records.records.nbytes');
      tally.add(asString(tensor?.dtype)?.slice(0, 40) ?? 'unknown', countElements(shape, 'mlc'), bytes);
    }
    return { name, sizeBytes: asNonNegativeInteger(shard?.nbytes) ?? throwInvalidEntry('records.nbytes') };
  });
  const declared = asObject(cache.metadata)?.BitsPerParam;
  const bitsPerWeight = typeof declared === 'number' && declared > 0 ? declared : null;
  const parameters = bitsPerWeight === null ? null : Math.round((8 * tally.bytes) / bitsPerWeight);
  return { tally, parameters: Number.isSafeInteger(parameters) ? parameters : null, bitsPerWeight, shards };
}

function throwInvalidEntry(entry: string): never {
  throw createCorruptModelError('mlc', { reason: 'entry-invalid', entry });
}
