import type { Cell } from './tensor-report.ts';
import type { SteadyState } from './steady-state.ts';
import type { SpeedHeader } from './report-header.ts';

/** One phase of a language model (prompt or generation) at one context depth. Times are per token. */
export interface TextCell {
  /** Named as by llama-bench: `pp512`, `tg128 @ d1024`. */
  readonly name: string;
  readonly work: 'prompt' | 'generation';
  /** Tokens per sample. */
  readonly tokens: number;
  /** Tokens in the context before the sample. */
  readonly depth: number;
  readonly firstMs: number;
  readonly warmup: Cell['warmup'];
  readonly capped: boolean;
  readonly steady: SteadyState;
  /** 1000 / `steady.medianMs`. */
  readonly medianTokensPerS: number;
  /**
   * The 95% confidence interval of the mean time per token, as tokens per second; `null` with fewer than two samples.
   */
  readonly tokensPerSCi95: readonly [low: number, high: number] | null;
}

/** R22, R24 for text: are the first greedy tokens the same as on another target? */
export type TextAgreement =
  | {
      readonly verdict: 'identical' | 'expected' | 'investigate' | 'broken';
      /** Tokens compared, and the number of equal tokens before the first mismatch. */
      readonly tokens: number;
      readonly same: number;
      /**
       * At the first mismatch: by how much the reference preferred its token to this run's, as a difference of log
       * probabilities; `null` if there is no mismatch or the engine does not report probabilities.
       */
      readonly margin: number | null;
      readonly reference: string;
    }
  | { readonly verdict: 'not-measured'; readonly why: string };

/** The content of a language model's report, except its cells. */
export interface TextDetails {
  /** The opened context length in tokens. */
  readonly contextLength: number;
  /** Whether generation times include sampling each token and decoding it to text. */
  readonly sampling: 'inside' | 'outside';
  /** Whether prompt times include tokenising its text. */
  readonly tokenising: 'inside' | 'outside';
  /** Time from the call to the first token generated for a prompt of this length, including tokenising and sampling. */
  readonly firstToken?: { readonly promptTokens: number; readonly steady: SteadyState };
  readonly agreement: TextAgreement;
}

/** A language model (R20). */
export interface TextReport extends SpeedHeader, TextDetails {
  readonly kind: 'text';
  /** See `EngineFacts`. */
  readonly convertedTo?: string;
  readonly cells: readonly TextCell[];
}
