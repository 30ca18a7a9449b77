import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import type { DeviceId, PageEngineId } from '#core/engine/engines.ts';
import type { ForecastBasis } from './forecast-range.ts';
import type { WorkClass } from './node-work.ts';

/** The token counts for which the time of a language model is forecast. */
export interface TextWork {
  /** Tokens of the prompt, processed together. */
  readonly promptTokens: number;
  /** Generated tokens, starting at the same depth as the prompt. */
  readonly tokens: number;
  /** Tokens that are already in the context. */
  readonly depth: number;
}

/** The default tests of llama.cpp's llama-bench, pp512 and tg128. */
export const defaultTextWork: TextWork = { promptTokens: 512, tokens: 128, depth: 0 };

export interface ForecastRequest {
  readonly engine: PageEngineId;
  readonly device: DeviceId;
  readonly threads: number;
  /**
   * Measured over expected time of earlier runs on this device with this engine, one per model. From three models on
   * they determine the range, and from ten on they may narrow it.
   */
  readonly earlierRatios?: readonly number[];
  /** Work of a language model; {@link defaultTextWork} if absent. */
  readonly text?: TextWork;
}

/** `memory`: reading weights; `attention`: attention over the context; `call`: the fixed cost of a run or token. */
export type WorkKind = WorkClass | 'memory' | 'attention' | 'call';

export type Forecast =
  | {
      readonly known: true;
      /** One run of the graph, or one generated token. */
      readonly per: 'run' | 'token';
      readonly expectedMs: number;
      readonly lowMs: number;
      readonly highMs: number;
      /** Contributions to the expected time, largest first. */
      readonly groups: readonly { readonly kind: WorkKind; readonly ms: number }[];
      readonly basis: ForecastBasis;
      /** What one run means: the assumed sizes of free dimensions. */
      readonly runIs: FlopsBasis;
      /** For language models, the time per prompt token, and the token counts over which both times are averaged. */
      readonly prompt?: { readonly expectedMs: number; readonly lowMs: number; readonly highMs: number };
      readonly text?: TextWork;
    }
  | { readonly known: false; readonly reason: NoForecastReason };

export type NoForecastReason = 'no-costs' | 'sizes-free' | 'shapes-unknown' | 'control-flow' | 'device-not-measured';
