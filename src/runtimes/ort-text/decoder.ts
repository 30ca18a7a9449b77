import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { fromFloat16 } from '#core/encoding/float16.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { trackDeviceLoss, type DeviceLoss } from '../device-loss.ts';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { toRunError } from '../ort/ort-errors.ts';
import { toOrt } from '../ort/ort-tensors.ts';
import type { DecoderSignature } from './decoder-signature.ts';
import type { KeyValueCache } from './key-value-cache.ts';

interface DecoderInit {
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
  constructor({ library, session, gpu, cache }: DecoderInit, signature: DecoderSignature) {
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
   * Truncates the cache to its first `count` tokens, or empties it if it cannot be truncated.
   * @returns the number of remaining tokens
   */
  truncate(count: number): number {
    if (count < this.#tokens.length) this.#tokens.length = this.#cache.truncate(count, this.#tokens.length);
    return this.#tokens.length;
  }

  /**
   * Processes further tokens.
   * @returns the logits after each of the last `logitRows` tokens
   * @throws AppError device-lost | out-of-memory | input-invalid
   */
  async run(tokens: readonly number[], logitRows: number): Promise<readonly Float32Array[]> {
    try {
      const run = this.#session.run(this.#createFeeds(tokens, logitRows), {
        logits: null,
        ...this.#cache.getOutputs(),
      });
      const outputs = await (this.#loss?.race(run) ?? run);
      this.#cache.accept(outputs);
      this.#tokens.push(...tokens);
      return await readLastRows(outputs['logits']!, logitRows);
    } catch (thrown) {
      throw toRunError(thrown);
    }
  }

  async close(): Promise<void> {
    this.#cache.release();
    await this.#session.release();
    this.#gpu?.destroy();
  }

  #createFeeds(tokens: readonly number[], logitRows: number): Record<string, OrtTensor> {
    const { hasMask, hasPositions, selectsLogits, hasBranches } = this.signature;
    const pastTokens = this.#tokens.length;
    const totalTokens = pastTokens + tokens.length;
    const toInt64 = (data: BigInt64Array<ArrayBuffer>, shape: readonly number[]): OrtTensor =>
      this.#toOrt({ dtype: 'int64', shape, data });
    const feeds: Record<string, OrtTensor> = {
      ...this.#cache.getInputs(pastTokens, totalTokens),
      input_ids: toInt64(BigInt64Array.from(tokens, BigInt), [1, tokens.length]),
    };
    if (hasMask) feeds['attention_mask'] = toInt64(new BigInt64Array(totalTokens).fill(1n), [1, totalTokens]);
    if (hasPositions)
      feeds['position_ids'] = toInt64(
        BigInt64Array.from(tokens, (_, index) => BigInt(pastTokens + index)),
        [1, tokens.length],
      );
    if (selectsLogits) feeds['num_logits_to_keep'] = toInt64(BigInt64Array.of(BigInt(logitRows)), []);
    if (hasBranches)
      feeds['use_cache_branch'] = this.#toOrt({ dtype: 'bool', shape: [1], data: Uint8Array.of(pastTokens ? 1 : 0) });
    return feeds;
  }

  #toOrt(tensor: Tensor): OrtTensor {
    return toOrt(this.#library, tensor);
  }
}

/** Reads the last `count` rows of logits [1, tokens, vocabulary], in host memory. */
async function readLastRows(logits: OrtTensor, count: number): Promise<readonly Float32Array[]> {
  const data = await logits.getData(true);
  const [, rows = 0, vocabularySize = 0] = logits.dims;
  const first = Math.max(0, rows - count);
  return Array.from({ length: rows - first }, (_, row) => {
    const start = (first + row) * vocabularySize;
    return toFloat32(data as Float32Array | Uint16Array, start, start + vocabularySize);
  });
}

/** The library returns float16 as a Float16Array if the browser has it, otherwise as bits. */
function toFloat32(values: Float32Array | Uint16Array, start: number, end: number): Float32Array {
  const row = values.subarray(start, end);
  if (row instanceof Float32Array) return row;
  return row instanceof Uint16Array ? Float32Array.from(row, fromFloat16) : Float32Array.from(row as Iterable<number>);
}
