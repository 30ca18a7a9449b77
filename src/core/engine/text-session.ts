import type { TextEngineId } from './engines.ts';
import type { TextReport } from '../report/text-report.ts';
import type { EngineFacts, OpenedModel, Session } from './runtime.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** A prompt with generation settings. If a setting is absent, the engine's default applies. */
export interface TextRequest {
  /** Plain text to continue, or a conversation, which the model's chat template formats. */
  readonly prompt: string | readonly ChatMessage[];
  readonly maxTokens: number;
  /** 0 is greedy decoding: always the most probable token. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly repeatPenalty?: number;
  readonly seed?: number;
  /** Stop strings. The answer ends before the first of them. */
  readonly stop?: readonly string[];
  /** JSON schema for the answer, if the engine supports constrained generation. */
  readonly jsonSchema?: object;
}

/** Token counts and times of an answer (method R20). Engines count the tokens; `null` if not measured. */
export interface TextUsage {
  readonly promptTokens: number | null;
  readonly tokens: number | null;
  /** Time from the call to the first visible token; `null` if there was none. */
  readonly ttftMs: number | null;
  /** The prefill rate by the engine; `null` if it reports none, or if the prompt was cached. */
  readonly prefillTokensPerS: number | null;
  /** (tokens − 1) / (last − first visible token); `null` if it cannot be determined. */
  readonly decodeTokensPerS: number | null;
  readonly ended: 'model' | 'length' | 'stopped';
}

/** A timed request of a benchmark (R20): plain text to continue with greedy decoding. */
export interface TimedTextRequest {
  readonly prompt: string;
  /** Number of tokens to generate, at least 1. End tokens do not stop the generation. */
  readonly tokens: number;
  /** Whether the common prefix of the prompt and the current context is reused. */
  readonly reuseContext: boolean;
  /** Number of most probable tokens to return at each step, if the engine supports it. */
  readonly topTokens?: number;
}

/** The timing of a request by the engine's clock. */
export interface TextTiming {
  /** Prompt tokens that were already in the context. */
  readonly reusedTokens: number;
  /** Prompt tokens that were processed. */
  readonly promptTokens: number;
  readonly promptMs: number;
  /** Generated tokens except the first one, which results from processing the prompt. */
  readonly decodeTokens: number;
  readonly decodeMs: number;
  /** One per generated token; present if `topTokens` was requested and the engine supports it. */
  readonly steps?: readonly GreedyStep[];
}

/** A generated token and the most probable tokens, most probable first. */
export interface GreedyStep {
  readonly token: number;
  readonly topTokens: readonly { readonly token: number; readonly logprob: number }[];
}

export interface TextFacts extends EngineFacts {
  readonly engine: TextEngineId;
  /** The opened context length in tokens, for prompt and answer together. */
  readonly contextLength: number;
  /** The model's trained context length in tokens; `null` if it does not specify one. */
  readonly trainedContextLength: number | null;
  /**
   * Size of the KV cache for the opened context length; `null` if the engine does not report it and the header does not
   * determine it.
   */
  readonly kvCacheBytes: number | null;
  readonly hasChatTemplate: boolean;
  /** Whether the times of `TextTiming` include sampling and tokenisation. */
  readonly timed: Pick<TextReport, 'sampling' | 'tokenising'>;
}

/** Facts about an opened language model that its worker reports. */
export interface OpenedText extends OpenedModel {
  readonly facts: TextFacts;
}

/** A model's prediction of one token of a text. */
export interface TokenPrediction {
  /** The natural logarithm of the probability of the actual token. */
  readonly logProbability: number;
  /** The most probable token. */
  readonly topToken: number;
}

/** A tokenised text. */
export interface TokenisedText {
  /** Tokens of the text, without special tokens. */
  readonly tokens: readonly number[];
  /** The start token of the model; `null` if it has none. */
  readonly startToken: number | null;
}

/** Token probabilities of given texts. */
export interface TokenScores {
  /** @throws AppError from `TextSession.generate` */
  tokenise(text: string): Promise<TokenisedText>;
  /**
   * Predicts each token from the preceding ones.
   * @param tokens at most 512, the window of llama.cpp's perplexity tool
   * @param from index of the first token to predict, at least 1
   * @returns one prediction per token from `from`
   * @throws AppError from `TextSession.generate`
   */
  predict(tokens: readonly number[], from: number): Promise<readonly TokenPrediction[]>;
}

/** A language model opened on one device. It generates one answer at a time. */
export interface TextSession extends Session {
  readonly kind: 'text';
  readonly facts: TextFacts;
  /**
   * Yields text as it is generated, and returns the usage. Aborting `stop` ends the generation normally at the next token.
   * @throws AppError input-invalid | device-lost | out-of-memory
   */
  generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage>;
  /** @throws AppError from `generate` */
  time(request: TimedTextRequest): Promise<TextTiming>;
  /** Returns the texts of the tokens by id, as in the model's file; empty if the file does not list them. */
  getVocabulary(): Promise<readonly string[]>;
  /** Absent if the engine does not support token probabilities. */
  readonly scores?: TokenScores;
}
