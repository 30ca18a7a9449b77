import type { FlopsBasis } from '#core/model/fact-evidence.ts';
import type { DeviceId, PageEngineId } from '#core/engine/engines.ts';
import type { ForecastBasis } from './forecast-range.ts';
import type { WorkClass } from './node-work.ts';

/** The tokens that a language model's time is forecast for. */
export interface TextWork {
  /** Tokens of the prompt, processed together. */
  readonly promptTokens: number;
  /** Tokens generated; the first of them at the same depth as the prompt's first. */
  readonly tokens: number;
  /** Tokens that are already in the context. */
  readonly depth: number;
}

/** The sizes of the usual cells of llama.cpp's own benchmark, pp512 and tg128. */
export const defaultTextWork: TextWork = { promptTokens: 512, tokens: 128, depth: 0 };

export interface ForecastRequest {
  readonly engine: PageEngineId;
  readonly device: DeviceId;
  readonly threads: number;
  /**
   * Measured over expected time of earlier runs on this device with this engine, one per model: the app's record of its
   * errors. With three models or more they determine the range, with ten or more they may narrow it.
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
      /** Parts of the expected time, largest first. */
      readonly groups: readonly { readonly kind: WorkKind; readonly ms: number }[];
      readonly basis: ForecastBasis;
      /** The definition of one run from the facts: the assumed sizes of free dimensions. */
      readonly runIs: FlopsBasis;
      /** Language models: the time per prompt token, and the work for which both times are the mean per token. */
      readonly prompt?: { readonly expectedMs: number; readonly lowMs: number; readonly highMs: number };
      readonly text?: TextWork;
    }
  | { readonly known: false; readonly reason: NoForecastReason };

export type NoForecastReason = 'no-costs' | 'sizes-free' | 'shapes-unknown' | 'control-flow' | 'device-not-measured';
