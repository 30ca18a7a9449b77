import { readFileSync } from 'node:fs';
import { fromFloat16, toFloat16 } from '#core/encoding/float16.ts';
import { createSeededRandom } from '#core/random.ts';

/** The results of transformers, from `src/convert/reference-values/transformers_models.py`. */
export const reference = JSON.parse(
  readFileSync(new URL('../../src/convert/reference-values/transformers-models.json', import.meta.url), 'utf8'),
) as {
  readonly tokens: readonly number[];
  readonly models: Readonly<Record<string, ReferenceModel>>;
};

export interface ReferenceModel {
  readonly config: Readonly<Record<string, unknown>>;
  readonly tensors: Readonly<Record<string, readonly number[]>>;
  /** The logits after the last token or, for encoders, the last hidden state of the first token. */
  readonly expected: readonly number[];
}

interface WriteOptions {
  /** Selects the tensors of the file by their position; by default all. */
  readonly isIncluded?: (index: number) => boolean;
  /** The storage of values; `rounded` is float32 with values of float16. */
  readonly type?: 'F32' | 'F16' | 'rounded';
}

/** Writes a file with the seeded weights of the script. */
export function writeSafetensors(
  { tensors }: Pick<ReferenceModel, 'tensors'>,
  { isIncluded = () => true, type = 'F32' }: WriteOptions = {},
): Uint8Array<ArrayBuffer> {
  const random = createSeededRandom(1);
  const parts: (Float32Array | Uint16Array)[] = [];
  let offset = 0;
  const entries = Object.entries(tensors).flatMap(([name, shape], index) => {
    const values = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () => random() - 0.5);
    if (!isIncluded(index)) return [];
    const halves = Uint16Array.from(values, toFloat16);
    const data = type === 'F32' ? values : type === 'F16' ? halves : Float32Array.from(halves, fromFloat16);
    parts.push(data);
    const offsets = [offset, (offset += data.byteLength)];
    return [[name, { dtype: type === 'F16' ? 'F16' : 'F32', shape, data_offsets: offsets }]];
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  const header = new TextEncoder().encode(json.padEnd(Math.ceil(json.length / 8) * 8));
  const bytes = new Uint8Array(8 + header.length + offset);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, 8);
  let end = 8 + header.length;
  for (const data of parts) {
    bytes.set(new Uint8Array(data.buffer), end);
    end += data.byteLength;
  }
  return bytes;
}
