import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-web';
import { fromFloat16 } from '#core/encoding/float16.ts';
import type { Tensor } from '#core/engine/tensor.ts';
import { trackDeviceLoss, type DeviceLoss } from '../device-loss.ts';
import type { OrtLibrary } from '../ort/ort-builds.ts';
import { toRunError } from '../ort/ort-errors.ts';
import { toOrt } from '../ort/ort-tensors.ts';
import { elementBytes, type CachePart, type DecoderSignature } from './decoder-signature.ts';

interface Parts {
  readonly library: OrtLibrary;
  readonly session: InferenceSession;
  readonly gpu: GPUDevice | null;
}

/** A decoder with its key-value cache, which stays on the GPU if it runs there. Calls must not overlap. */
export class Decoder {
  readonly signature: DecoderSignature;
  readonly #library: OrtLibrary;
  readonly #session: InferenceSession;
  readonly #gpu: GPUDevice | null;
  readonly #loss: DeviceLoss | null;
  #past: readonly OrtTensor[];
  #tokens: number[] = [];

  /** Takes ownership of `session` and `gpu`. */
  constructor({ library, session, gpu }: Parts, signature: DecoderSignature) {
    this.signature = signature;
    this.#library = library;
    this.#session = session;
    this.#gpu = gpu;
    this.#loss = gpu && trackDeviceLoss(gpu);
    this.#past = this.#empty();
  }

  /** The tokens whose keys and values are in the cache. */
  get tokens(): readonly number[] {
    return this.#tokens;
  }

  /**
   * Removes all but the first `count` tokens from the cache, or all of them: keys and values on a GPU are not copied.
   * @returns how many remain
   */
  keep(count: number): number {
    if (count >= this.#tokens.length) return this.#tokens.length;
    if (this.#gpu || count === 0) {
      this.#release();
      this.#past = this.#empty();
      this.#tokens = [];
      return 0;
    }
    this.#past = this.signature.cache.map((part, index) => this.#shorten(part, this.#past[index]!, count));
    this.#tokens.length = count;
    return count;
  }

  /**
   * Processes further tokens.
   * @returns the logits after each of the last `kept` ones
   * @throws AppError device-lost | out-of-memory | input-invalid
   */
  async run(tokens: readonly number[], kept: number): Promise<readonly Float32Array[]> {
    const { cache } = this.signature;
    try {
      const running = this.#session.run(this.#feeds(tokens, kept));
      const outputs = await (this.#loss?.race(running) ?? running);
      this.#release();
      this.#past = cache.map(({ present }) => outputs[present]!);
      this.#tokens.push(...tokens);
      return await readRows(outputs['logits']!, kept);
    } catch (thrown) {
      throw toRunError(thrown);
    }
  }

  async close(): Promise<void> {
    this.#release();
    await this.#session.release();
    this.#gpu?.destroy();
  }

  #feeds(tokens: readonly number[], kept: number): Record<string, OrtTensor> {
    const { cache, hasMask, hasPositions, selectsLogits, hasBranches } = this.signature;
    const past = this.#tokens.length;
    const total = past + tokens.length;
    const integers = (data: BigInt64Array<ArrayBuffer>, shape: readonly number[]): OrtTensor =>
      this.#ort({ dtype: 'int64', shape, data });
    const feeds: Record<string, OrtTensor> = {
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
    for (const [index, part] of cache.entries()) feeds[part.past] = this.#past[index]!;
    return feeds;
  }

  #empty(): readonly OrtTensor[] {
    return this.signature.cache.map((part) => this.#cacheTensor(part, 0, new Uint8Array()));
  }

  /** The first `count` tokens of every head. */
  #shorten(part: CachePart, { data, dims }: OrtTensor, count: number): OrtTensor {
    const all = data as Float32Array | Uint16Array; // float16 as bits, or as the library's own array of 2 bytes each
    const bytes = new Uint8Array(all.buffer, all.byteOffset, all.byteLength);
    const rowBytes = part.headSize * elementBytes[part.dtype];
    const result = new Uint8Array(part.heads * count * rowBytes);
    for (let head = 0; head < part.heads; head++) {
      const start = head * dims[2]! * rowBytes;
      result.set(bytes.subarray(start, start + count * rowBytes), head * count * rowBytes);
    }
    return this.#cacheTensor(part, count, result);
  }

  #cacheTensor({ dtype, heads, headSize }: CachePart, tokens: number, { buffer }: Uint8Array<ArrayBuffer>): OrtTensor {
    const shape = [1, heads, tokens, headSize];
    if (dtype === 'float16') return this.#ort({ dtype, shape, data: new Uint16Array(buffer) });
    return this.#ort({ dtype, shape, data: new Float32Array(buffer) });
  }

  #ort(tensor: Tensor): OrtTensor {
    return toOrt(this.#library, tensor);
  }

  #release(): void {
    for (const tensor of this.#past) tensor.dispose();
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
