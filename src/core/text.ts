import type { TextEngineId } from './engines.ts';
import type { TextReport } from './report.ts';
import type { EngineFacts, OpenedModel, Session } from './runtime.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** What to generate from, and how. An absent setting leaves the engine's default. */
export interface TextRequest {
  /** Plain text to continue, or a conversation, which the model's own template turns into text. */
  readonly prompt: string | readonly ChatMessage[];
  readonly maxTokens: number;
  /** 0 is greedy: always the likeliest token, and so the same answer every time. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  readonly repeatPenalty?: number;
  readonly seed?: number;
  /** The answer ends before the first of these that it would contain. */
  readonly stop?: readonly string[];
  /** JSON schema that the answer must fit, where the engine can hold it to one. */
  readonly jsonSchema?: object;
}

/** What one answer took. Method R20: tokens are counted by the engine itself; null is what was not measured. */
export interface TextUsage {
  readonly promptTokens: number | null;
  readonly tokens: number | null;
  /** From the call to the first visible token; null where none came. */
  readonly ttftMs: number | null;
  /** The engine's own figure for the prompt; null where it gives none, or where the prompt was cached. */
  readonly prefillTokensPerS: number | null;
  /** (tokens − 1) / (last − first visible token); null where it cannot be told. */
  readonly decodeTokensPerS: number | null;
  readonly ended: 'model' | 'length' | 'stopped';
}

/** A request that a benchmark times (R20): plain text to continue, with the likeliest token each time. */
export interface TimedTextRequest {
  readonly prompt: string;
  /** Tokens to generate, 1 at least; one that would end the answer does not. */
  readonly tokens: number;
  /** Where the prompt begins like what is in the context, process only the rest of it. */
  readonly reuseContext: boolean;
  /** State this many of the likeliest tokens at each step, where the engine can. */
  readonly topTokens?: number;
}

/** What an engine states of such a request, all in its own time. */
export interface TextTiming {
  /** Tokens of the prompt that were in the context already, and those that were processed. */
  readonly reusedTokens: number;
  readonly promptTokens: number;
  readonly promptMs: number;
  /** Tokens generated after the first, which comes with the prompt; and the time that they took. */
  readonly decodeTokens: number;
  readonly decodeMs: number;
  /** Of each generated token, where `topTokens` asked for them and the engine can tell. */
  readonly steps?: readonly GreedyStep[];
}

/** One generated token among its likeliest rivals, the likeliest first. */
export interface GreedyStep {
  readonly token: number;
  readonly topTokens: readonly { readonly token: number; readonly logprob: number }[];
}

export interface TextFacts extends EngineFacts {
  readonly runtime: TextEngineId;
  /** Tokens of context opened, prompt and answer together. */
  readonly contextLength: number;
  /** Tokens of context that the model was trained for; null where it does not say. */
  readonly trainedContextLength: number | null;
  /** Bytes of KV cache for the opened context; null where the engine does not say and the header is not enough. */
  readonly kvCacheBytes: number | null;
  readonly hasChatTemplate: boolean;
  /** What the times of `TextTiming` hold beside the model's own work. */
  readonly timed: Pick<TextReport, 'sampling' | 'tokenising'>;
}

/** What a text session's worker says once its model is open. */
export interface OpenedText extends OpenedModel {
  readonly facts: TextFacts;
}

/** A language model opened on one device. One answer at a time. */
export interface TextSession extends Session {
  readonly kind: 'text';
  readonly facts: TextFacts;
  /**
   * Yields text as it comes; the return value says what it took. Aborting `stop` ends it at the next token, with what
   * was generated so far.
   * @throws AppError input-invalid | device-lost | out-of-memory
   */
  generate(request: TextRequest, stop: AbortSignal): AsyncGenerator<string, TextUsage>;
  /** @throws AppError as `generate` */
  time(request: TimedTextRequest): Promise<TextTiming>;
  /** All tokens as the model's file writes them. Empty where it does not list them. */
  vocabulary(): Promise<readonly string[]>;
}
