import type { TextEngineId } from './engines.ts';
import type { TextReport } from '../report/text-report.ts';
import type { EngineFacts, OpenedModel, Session } from './runtime.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What to generate from, and how. Absent settings use the engine's defaults. */
export interface TextRequest {
  /** Plain text to continue, or a conversation, which the model's own chat template formats. */
  readonly prompt: string | readonly ChatMessage[];
  readonly maxTokens: number;
  /** 0 is greedy: always the most likely token, so the same answer every time. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly repeatPenalty?: number;
  readonly seed?: number;
  /** Stop sequences: the answer ends before the first of these. */
  readonly stop?: readonly string[];
  /** JSON schema for the answer, if the engine supports constrained generation. */
  readonly jsonSchema?: object;
}

/** Tokens and times of one answer. Method R20: tokens are counted by the engine itself; `null` if not measured. */
export interface TextUsage {
  readonly promptTokens: number | null;
  readonly tokens: number | null;
  /** Time from the call to the first visible token; `null` if there was none. */
  readonly ttftMs: number | null;
  /** The engine's own prefill rate; `null` if it reports none, or if the prompt was cached. */
  readonly prefillTokensPerS: number | null;
  /** (tokens − 1) / (last − first visible token); `null` if it cannot be determined. */
  readonly decodeTokensPerS: number | null;
  readonly ended: 'model' | 'length' | 'stopped';
}

/** A request that a benchmark times (R20): plain text to continue, with greedy decoding. */
export interface TimedTextRequest {
  readonly prompt: string;
  /** Tokens to generate, at least 1; an end-of-text token does not stop generation. */
  readonly tokens: number;
  /** If the prompt starts with what is already in the context, process only the rest. */
  readonly reuseContext: boolean;
  /** Return this many of the most likely tokens at each step, if the engine can. */
  readonly topTokens?: number;
}

/** What an engine reports for such a request, by its own clock. */
export interface TextTiming {
  /** Prompt tokens that were already in the context, and those that were processed. */
  readonly reusedTokens: number;
  readonly promptTokens: number;
  readonly promptMs: number;
  /** Tokens generated after the first, which results from the prompt, and the time they took. */
  readonly decodeTokens: number;
  readonly decodeMs: number;
  /** One step per generated token, if `topTokens` requested them and the engine reports them. */
  readonly steps?: readonly GreedyStep[];
}

/** One generated token and the most likely candidates, most likely first. */
export interface GreedyStep {
  readonly token: number;
  readonly topTokens: readonly { readonly token: number; readonly logprob: number }[];
}

export interface TextFacts extends EngineFacts {
  readonly engine: TextEngineId;
  /** The opened context length in tokens, prompt and answer together. */
  readonly contextLength: number;
  /** The model's trained context length in tokens; `null` if it does not specify one. */
  readonly trainedContextLength: number | null;
  /**
   * Bytes of KV cache for the opened context; `null` if the engine does not report them and the header is not
   * sufficient.
   */
  readonly kvCacheBytes: number | null;
  readonly hasChatTemplate: boolean;
  /** What the times of `TextTiming` include in addition to the model's own work. */
  readonly timed: Pick<TextReport, 'sampling' | 'tokenising'>;
}

/** What a text session's worker reports after opening its model. */
export interface OpenedText extends OpenedModel {
  readonly facts: TextFacts;
}

/** What a model predicted at the place of one token of a text. */
export interface TokenPrediction {
  /** The natural logarithm of the probability of the token that is there. */
  readonly logProbability: number;
  /** The token that the model finds most likely. */
  readonly topToken: number;
}

/** A text as a model reads it. */
export interface TokenisedText {
  /** Tokens of the text, without special tokens. */
  readonly tokens: readonly number[];
  /** The token that the model expects at the beginning of a text; `null` if it expects none. */
  readonly startToken: number | null;
}

/** Scores of the tokens of given texts, by engines that report them. */
export interface TokenScores {
  /** @throws AppError what `TextSession.generate` throws */
  tokenise(text: string): Promise<TokenisedText>;
  /**
   * How likely each token was, given those before it.
   * @param tokens at most 512, the window of llama.cpp's perplexity tool
   * @param from the first token to predict, at least 1
   * @returns one per token from `from` on
   * @throws AppError what `TextSession.generate` throws
   */
  predict(tokens: readonly number[], from: number): Promise<readonly TokenPrediction[]>;
}

/** A language model opened on one device. One answer at a time. */
export interface TextSession extends Session {
  readonly kind: 'text';
  readonly facts: TextFacts;
  /**
   * Yields text as it is generated; returns the usage. Aborting `stop` ends generation at the next token and keeps the
   * text generated so far.
   * @throws AppError input-invalid | device-lost | out-of-memory
   */
  generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage>;
  /** @throws AppError what `generate` throws */
  time(request: TimedTextRequest): Promise<TextTiming>;
  /** All tokens as written in the model's file. Empty if it does not list them. */
  getVocabulary(): Promise<readonly string[]>;
  /** Absent if the engine reports no probabilities of given tokens. */
  readonly scores?: TokenScores;
}
