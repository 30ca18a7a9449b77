import { AppError } from '#core/errors/error.ts';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import { logSumExp } from '#core/log-sum-exp.ts';
import { selectTopLogits } from '../sampling/logits.ts';

/** The functions of an engine that {@link LogitsReader} needs. */
export interface LogitsEngine {
  /** Number of tokens in the vocabulary. */
  readonly vocabularySize: number;
  /** Processes the tokens and returns the last hidden state of the first one. */
  embed(tokens: readonly number[]): Promise<readonly number[]>;
  /** The current memory of the engine. */
  getHeap(): Promise<Float32Array>;
  /** A prediction that llama.cpp itself reports, after any prompt. */
  getReferencePrediction(): Promise<ReferencePrediction>;
}

export interface ReferencePrediction extends TokenPrediction {
  /** The tokens of the prompt. */
  readonly tokens: readonly number[];
}

/** The location of the logits for a number of tokens. */
interface OutputBuffer {
  readonly tokens: number;
  /**
   * Candidate heap indices of the first token's first logit. There are several if the graph's logits also precede its
   * hidden states; candidates that do not match the next run are dropped.
   */
  readonly offsets: readonly number[];
}

/**
 * Maximum difference between log-probabilities of the same token in batches of different sizes. Measured on stories260K
 * and SmolLM2 135M: 0.0001 for the output buffer, and at least 5 for other memory.
 */
const tolerance = 0.05;

/**
 * Reads the logits of all tokens of a batch from llama.cpp's heap, because wllama does not return them. To compute an
 * embedding, llama.cpp writes both into one buffer, in which the hidden states follow the logits
 * (`llama_context::output_reserve`). The buffer is located by searching the heap for the hidden state of the embedding.
 * The graph has another copy of the hidden states, so a prediction that llama.cpp reports identifies the right one.
 */
export class LogitsReader {
  readonly #engine: LogitsEngine;
  #buffer: OutputBuffer | undefined;

  constructor(engine: LogitsEngine) {
    this.#engine = engine;
  }

  /**
   * Predicts each token from the preceding ones.
   * @param from index of the first token to predict, at least 1
   * @throws AppError not-scored if the model computes NaN
   */
  async predict(tokens: readonly number[], from: number): Promise<readonly TokenPrediction[]> {
    if (this.#buffer?.tokens !== tokens.length) await this.#locate(tokens.length);
    let heap = await this.#process(tokens);
    if (!heap) {
      await this.#locate(tokens.length);
      heap = await this.#process(tokens);
    }
    const offset = this.#buffer!.offsets[0];
    if (!heap || offset === undefined) throw createNotFoundError();
    return tokens.slice(from).map((id, index) => toPrediction(this.#getRow(heap, offset, from + index - 1), id));
  }

  /** @returns the heap; `undefined` if the output buffer has moved */
  async #process(tokens: readonly number[]): Promise<Float32Array | undefined> {
    const state = await this.#embed(tokens);
    const heap = await this.#engine.getHeap();
    const offsets = this.#buffer!.offsets.filter((offset) =>
      hasValuesAt(heap, offset + this.#countLogits(tokens.length), state),
    );
    this.#buffer = { tokens: tokens.length, offsets };
    return offsets.length > 0 ? heap : undefined;
  }

  /** Finds the output buffer for a number of tokens. */
  async #locate(tokens: number): Promise<void> {
    const reference = await this.#engine.getReferencePrediction();
    const padded = Array.from({ length: tokens }, (_, index) => reference.tokens[index] ?? reference.tokens.at(-1)!);
    const state = await this.#embed(padded);
    const heap = await this.#engine.getHeap();
    const row = Math.min(tokens, reference.tokens.length) - 1;
    // The largest element has few other occurrences in the heap.
    const peak = state.reduce((max, value, i) => (Math.abs(value) > Math.abs(state[max]!) ? i : max), 0);
    if (state[peak] === 0) throw createNotFoundError();
    const offsets: number[] = [];
    for (let index = -1; (index = heap.indexOf(state[peak]!, index + 1)) !== -1;) {
      const offset = index - peak - this.#countLogits(tokens);
      if (offset < 0 || !hasValuesAt(heap, index - peak, state)) continue;
      const { logProbability } = toPrediction(this.#getRow(heap, offset, row), reference.topToken);
      if (Math.abs(logProbability - reference.logProbability) <= tolerance) offsets.push(offset);
    }
    if (offsets.length === 0) throw createNotFoundError();
    this.#buffer = { tokens, offsets };
  }

  async #embed(tokens: readonly number[]): Promise<Float32Array> {
    const state = Float32Array.from(await this.#engine.embed(tokens));
    if (state.every(Number.isFinite)) return state;
    throw new AppError('not-scored', { reason: 'result-not-finite', value: 'NaN' });
  }

  #countLogits(tokens: number): number {
    return tokens * this.#engine.vocabularySize;
  }

  /** The logits after a token. */
  #getRow(heap: Float32Array, offset: number, token: number): Float32Array {
    return heap.subarray(offset + this.#countLogits(token), offset + this.#countLogits(token + 1));
  }
}

const createNotFoundError = () => new AppError('internal', { why: 'the output buffer of llama.cpp was not found' });

const hasValuesAt = (heap: Float32Array, index: number, values: Float32Array) =>
  values.every((value, i) => heap[index + i] === value);

/** Returns the log-softmax of a token's logit, and the token with the largest logit. */
function toPrediction(logits: Float32Array, token: number): TokenPrediction {
  const [top] = selectTopLogits(logits, 1);
  return { logProbability: logits[token]! - logSumExp(logits), topToken: top!.token };
}
