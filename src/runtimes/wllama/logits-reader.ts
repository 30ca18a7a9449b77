import { AppError } from '#core/errors/error.ts';
import type { TokenPrediction } from '#core/engine/text-session.ts';
import { logSumExp, topLogits } from '../sampling/logits.ts';

/** The parts of an engine that reading logits needs. */
export interface LogitsEngine {
  /** Tokens in the vocabulary, each of which has a logit. */
  readonly vocabularySize: number;
  /** Processes the tokens, and returns the last hidden state of the first one. */
  embed(tokens: readonly number[]): Promise<readonly number[]>;
  /** The current memory of the engine. */
  heap(): Promise<Float32Array>;
  /** The prediction after some prompt. */
  referencePrediction(): Promise<ReferencePrediction>;
}

export interface ReferencePrediction extends TokenPrediction {
  /** The tokens of the prompt. */
  readonly tokens: readonly number[];
}

/** Where the logits are after llama.cpp has processed this number of tokens. */
interface OutputBuffer {
  readonly tokens: number;
  /**
   * The first logit of the first token, as an index of the heap. Several, if the graph's logits precede its hidden
   * states as well; those at other addresses the next time are dropped.
   */
  readonly logits: readonly number[];
}

/**
 * Tolerance between logarithms of the same probability computed in batches of different sizes. Measured on stories260K
 * and SmolLM2 135M: 0.0001, and at least 5 if the memory before the hidden states is not that of the logits.
 */
const tolerance = 0.05;

/**
 * Reads the logits of all tokens that llama.cpp has processed at once. wllama does not return them, but to return an
 * embedding it has llama.cpp write both into one buffer, in which the hidden states follow the logits
 * (`llama_context::output_reserve`). So the logits are where the hidden state of the embedding is found in the heap.
 * The graph has a copy of the hidden states elsewhere; a prediction reported by llama.cpp distinguishes the two.
 */
export class LogitsReader {
  readonly #engine: LogitsEngine;
  #buffer: OutputBuffer | undefined;

  constructor(engine: LogitsEngine) {
    this.#engine = engine;
  }

  /**
   * The probability of each token, given the preceding ones.
   * @param from the first token to predict, at least 1
   * @throws AppError not-scored, if the model computes NaN
   */
  async predict(tokens: readonly number[], from: number): Promise<readonly TokenPrediction[]> {
    if (this.#buffer?.tokens !== tokens.length) await this.#locate(tokens.length);
    let heap = await this.#process(tokens);
    if (!heap) {
      await this.#locate(tokens.length);
      heap = await this.#process(tokens);
    }
    const logits = this.#buffer!.logits[0];
    if (!heap || logits === undefined) throw notFound();
    return tokens.slice(from).map((id, index) => getPrediction(this.#row(heap, logits, from + index - 1), id));
  }

  /** @returns the heap; `undefined` if the output buffer is somewhere else */
  async #process(tokens: readonly number[]): Promise<Float32Array | undefined> {
    const state = await this.#embed(tokens);
    const heap = await this.#engine.heap();
    const logits = this.#buffer!.logits.filter((index) => hasAt(heap, index + this.#countLogits(tokens.length), state));
    this.#buffer = { tokens: tokens.length, logits };
    return logits.length > 0 ? heap : undefined;
  }

  /** Finds the output buffer for this number of tokens. */
  async #locate(tokens: number): Promise<void> {
    const reference = await this.#engine.referencePrediction();
    const padded = Array.from({ length: tokens }, (_, index) => reference.tokens[index] ?? reference.tokens.at(-1)!);
    const state = await this.#embed(padded);
    const heap = await this.#engine.heap();
    const row = Math.min(tokens, reference.tokens.length) - 1;
    const rarest = state.reduce((most, value, i) => (Math.abs(value) > Math.abs(state[most]!) ? i : most), 0);
    if (state[rarest] === 0) throw notFound(); // zeros are everywhere
    const logits: number[] = [];
    for (let found = -1; (found = heap.indexOf(state[rarest]!, found + 1)) !== -1;) {
      const offset = found - rarest - this.#countLogits(tokens);
      if (offset < 0 || !hasAt(heap, found - rarest, state)) continue;
      const { logProbability } = getPrediction(this.#row(heap, offset, row), reference.topToken);
      if (Math.abs(logProbability - reference.logProbability) <= tolerance) logits.push(offset);
    }
    if (logits.length === 0) throw notFound();
    this.#buffer = { tokens, logits };
  }

  async #embed(tokens: readonly number[]): Promise<Float32Array> {
    const state = Float32Array.from(await this.#engine.embed(tokens));
    if (state.every(Number.isFinite)) return state;
    throw new AppError('not-scored', { reason: 'result-not-finite', value: 'NaN' });
  }

  #countLogits(tokens: number): number {
    return tokens * this.#engine.vocabularySize;
  }

  #row(heap: Float32Array, logits: number, token: number): Float32Array {
    return heap.subarray(logits + this.#countLogits(token), logits + this.#countLogits(token + 1));
  }
}

const notFound = () => new AppError('internal', { why: 'the output buffer of llama.cpp was not found' });

const hasAt = (heap: Float32Array, index: number, values: Float32Array) =>
  values.every((value, i) => heap[index + i] === value);

/** The log-softmax of a token's logit, and the token of the largest one. */
function getPrediction(logits: Float32Array, token: number): TokenPrediction {
  const [top] = topLogits(logits, 1);
  return { logProbability: logits[token]! - logSumExp(logits), topToken: top!.token };
}
