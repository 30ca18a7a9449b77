import type { Cell } from './tensor-report.ts';
import type { SteadyState } from './steady-state.ts';
import type { SpeedHeader } from './report-header.ts';

/** A phase of a language model (prompt or generation) at one context depth. Times are per token. */
export interface TextCell {
  /** Named as by llama-bench: `pp512`, `tg128 @ d1024`. */
  readonly name: string;
  readonly work: 'prompt' | 'generation';
  /** Tokens per sample. */
  readonly tokens: number;
  /** Number of tokens in the context before the sample. */
  readonly depth: number;
  readonly firstMs: number;
  readonly warmup: Cell['warmup'];
  readonly capped: boolean;
  readonly steady: SteadyState;
  /** 1000 / `steady.medianMs`. */
  readonly medianTokensPerS: number;
  /**
   * 95% confidence interval of the mean, in tokens per second; `null` with fewer than two samples.
   */
  readonly tokensPerSCi95: readonly [low: number, high: number] | null;
}

/** R22, R24 for text: the agreement of the first greedy tokens with those of another target. */
export type TextAgreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      /** Number of compared tokens. */
      readonly tokens: number;
      /** Number of equal tokens before the first mismatch. */
      readonly same: number;
      /**
       * At the first mismatch, the difference of the reference's log probabilities of its token and of this run's token;
       * `null` without a mismatch, or if the engine does not report probabilities.
       */
      readonly margin: number | null;
      readonly reference: string;
    }
  | { readonly verdict: 'not-measured'; readonly why: string };

/** The fields of a language model's report other than the cells. */
export interface TextDetails {
  /** The opened context length in tokens. */
  readonly contextLength: number;
  /** Whether generation times include sampling and detokenising each token. */
  readonly sampling: 'inside' | 'outside';
  /** Whether prompt times include tokenisation. */
  readonly tokenising: 'inside' | 'outside';
  /** Time to first token for a prompt of this length, including tokenisation and sampling. */
  readonly firstToken?: { readonly promptTokens: number; readonly steady: SteadyState };
  readonly agreement: TextAgreement;
}

/** The report of a language model (R20). */
export interface TextReport extends SpeedHeader, TextDetails {
  readonly kind: 'text';
  /** See `EngineFacts`. */
  readonly convertedTo?: string;
  readonly cells: readonly TextCell[];
}
