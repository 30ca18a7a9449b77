import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { fromFloat16 } from '#core/encoding/float16.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { trackDeviceLoss, type DeviceLoss } from '../device-loss.ts';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { toRunError } from '../ort/ort-errors.ts';
import { toOrt } from '../ort/ort-tensors.ts';
import type { DecoderSignature } from './decoder-signature.ts';
import type { KeyValueCache } from './key-value-cache.ts';

interface Parts {
  readonly library: OrtLibrary;
  readonly session: InferenceSession;
  readonly gpu: GPUDevice | null;
  readonly cache: KeyValueCache;
}

/** A decoder with its key-value cache. Calls must not overlap. */
export class Decoder {
  readonly signature: DecoderSignature;
  readonly #library: OrtLibrary;
  readonly #session: InferenceSession;
  readonly #gpu: GPUDevice | null;
  readonly #loss: DeviceLoss | null;
  readonly #cache: KeyValueCache;
  #tokens: number[] = [];

  /** Takes ownership of `session`, `gpu` and `cache`. */
  constructor({ library, session, gpu, cache }: Parts, signature: DecoderSignature) {
    this.signature = signature;
    this.#library = library;
    this.#session = session;
    this.#gpu = gpu;
    this.#loss = gpu && trackDeviceLoss(gpu);
    this.#cache = cache;
  }

  /** The tokens whose keys and values are in the cache. */
  get tokens(): readonly number[] {
    return this.#tokens;
  }

  /**
   * Removes all but the first `count` tokens from the cache, or all of them if it cannot.
   * @returns how many remain
   */
  keep(count: number): number {
    if (count < this.#tokens.length) this.#tokens.length = this.#cache.keep(count, this.#tokens.length);
    return this.#tokens.length;
  }

  /**
   * Processes further tokens.
   * @returns the logits after each of the last `kept` ones
   * @throws AppError device-lost | out-of-memory | input-invalid
   */
  async run(tokens: readonly number[], kept: number): Promise<readonly Float32Array[]> {
    try {
      const running = this.#session.run(this.#feeds(tokens, kept), { logits: null, ...this.#cache.outputs() });
      const outputs = await (this.#loss?.race(running) ?? running);
      this.#cache.accept(outputs);
      this.#tokens.push(...tokens);
      return await readRows(outputs['logits']!, kept);
    } catch (thrown) {
      throw toRunError(thrown);
    }
  }

  async close(): Promise<void> {
    this.#cache.release();
    await this.#session.release();
    this.#gpu?.destroy();
  }

  #feeds(tokens: readonly number[], kept: number): Record<string, OrtTensor> {
    const { hasMask, hasPositions, selectsLogits, hasBranches } = this.signature;
    const past = this.#tokens.length;
    const total = past + tokens.length;
    const integers = (data: BigInt64Array<ArrayBuffer>, shape: readonly number[]): OrtTensor =>
      this.#ort({ dtype: 'int64', shape, data });
    const feeds: Record<string, OrtTensor> = {
      ...this.#cache.inputs(past, total),
      input_ids: integers(BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
    };
    if (hasMask) feeds['attention_mask'] = integers(new BigInt64Array(total).fill(1n), [1, total]);
    if (hasPositions)
      feeds['position_ids'] = integers(
        BigInt64Array.from(tokens, (_, index) => BigInt(past + index)),
        [1, tokens.length],
      );
    if (selectsLogits) feeds['num_logits_to_keep'] = integers(BigInt64Array.of(BigInt(kept)), []);
    if (hasBranches)
      feeds['use_cache_branch'] = this.#ort({ dtype: 'bool', shape: [1], data: Uint8Array.of(past ? 1 : 0) });
    return feeds;
  }

  #ort(tensor: Tensor): OrtTensor {
    return toOrt(this.#library, tensor);
  }
}

/** The last rows of logits [1, tokens, vocabulary], in host memory. */
async function readRows(logits: OrtTensor, count: number): Promise<readonly Float32Array[]> {
  const data = await logits.getData(true);
  const [, rows = 0, width = 0] = logits.dims;
  const first = Math.max(0, rows - count);
  return Array.from({ length: rows - first }, (_, row) => {
    const start = (first + row) * width;
    return toFloat32(data as Float32Array | Uint16Array, start, start + width);
  });
}

/** The library returns float16 as a Float16Array if the browser has it, otherwise as bits. */
function toFloat32(values: Float32Array | Uint16Array, start: number, end: number): Float32Array {
  const part = values.subarray(start, end);
  if (part instanceof Float32Array) return part;
  return part instanceof Uint16Array
    ? Float32Array.from(part, fromFloat16)
    : Float32Array.from(part as Iterable<number>);
}
