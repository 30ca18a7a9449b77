import { AppError } from '#core/errors/error.ts';
import type { Tensor, Tensors } from '#core/engine/tensor.ts';
import type { Graph } from '#core/task/task.ts';
import type { SpeechDecoderSignature } from '../roles.ts';
import { readFloatRange, createFloatTensor } from './float-tensor.ts';

/** The decoder of a Whisper model with the key-value cache of one window. */
export class SpeechDecoder {
  readonly #graph: Graph;
  readonly #signature: SpeechDecoderSignature;
  /** Tensors of the key-value cache by the names of their inputs. */
  #cache: Record<string, Tensor> = {};
  #hiddenStates: Tensor | null = null;

  constructor(graph: Graph, signature: SpeechDecoderSignature) {
    this.#graph = graph;
    this.#signature = signature;
  }

  /**
   * Starts a window with an empty cache.
   * @param hidden the output of the encoder
   */
  startWindow(hidden: Tensor): void {
    this.#hiddenStates = hidden;
    this.#cache = {};
  }

  /** Removes all tokens from the cache, to decode the window again. Keys and values from the encoder remain. */
  restartWindow(): void {
    const fromEncoder = this.#signature.cache.filter(({ isFromEncoder, past }) => isFromEncoder && this.#cache[past]);
    this.#cache = Object.fromEntries(fromEncoder.map(({ past }) => [past, this.#cache[past]!]));
  }

  /**
   * Runs the decoder on further tokens.
   * @returns the logits after each token
   * @throws any error of the graph; model-unsupported if an output is missing or has another type
   */
  async run(tokens: readonly number[]): Promise<readonly Float32Array[]> {
    const { cache, hidden } = this.#signature;
    const hiddenStates = this.#hiddenStates;
    // The output of the encoder is only needed until the cache has the keys and values computed from it.
    this.#hiddenStates = null;
    const feeds: Record<string, Tensor> = {
      input_ids: { dtype: 'int64', shape: [1, tokens.length], data: BigInt64Array.from(tokens, BigInt) },
      encoder_hidden_states: hiddenStates ?? createFloatTensor(hidden.dtype, [1, 0, hidden.width], new Float32Array()),
      use_cache_branch: { dtype: 'bool', shape: [1], data: Uint8Array.of(hiddenStates ? 0 : 1) },
    };
    for (const { past, dtype, heads, headSize } of cache)
      feeds[past] = this.#cache[past] ?? createFloatTensor(dtype, [1, heads, 0, headSize], new Float32Array());
    const outputs = await this.#graph.run(feeds);
    // The branch with a cache returns placeholders for the keys and values from the encoder.
    for (const { past, present, isFromEncoder } of cache)
      if (hiddenStates || !isFromEncoder) this.#cache[past] = requireOutput(outputs, present);
    return splitRows(requireOutput(outputs, 'logits'), tokens.length);
  }
}

function requireOutput(outputs: Tensors, name: string): Tensor {
  const output = outputs[name];
  if (output) return output;
  throw new AppError('model-unsupported', {
    model: name,
    reason: 'output-missing',
    there: Object.keys(outputs).join(', '),
  });
}

function splitRows(logits: Tensor, count: number): Float32Array[] {
  const width = logits.shape.at(-1) ?? 0;
  return Array.from({ length: count }, (_, row) => {
    const values = readFloatRange(logits, row * width, (row + 1) * width);
    if (values) return values;
    throw new AppError('model-unsupported', { model: 'logits', reason: 'output-type', type: logits.dtype });
  });
}
