import type { FlopsBasis } from '#core/evidence.ts';
import type { DeviceId, EngineId } from '#core/engines.ts';
import type { ForecastBasis } from './forecast-range.ts';
import type { WorkClass } from './node-work.ts';

/** What a forecast for a language model is for, in tokens. */
export interface TextWork {
  /** Tokens of the prompt, processed together. */
  readonly promptTokens: number;
  /** Tokens generated; the first of them at the same depth as the prompt's first. */
  readonly tokens: number;
  /** Tokens that are in the context already. */
  readonly depth: number;
}

/** The sizes of the usual cells of llama.cpp's own benchmark, pp512 and tg128. */
export const defaultTextWork: TextWork = { promptTokens: 512, tokens: 128, depth: 0 };

export interface ForecastRequest {
  readonly runtime: EngineId;
  readonly device: DeviceId;
  readonly threads: number;
  /**
   * Measured time over expected time of earlier runs on this device with this runtime, one for each model: the app's
   * own record of its errors. From three models on they set the range, and from ten on they may narrow it.
   */
  readonly earlierRatios?: readonly number[];
  /** Of a language model; absent: {@link defaultTextWork}. */
  readonly text?: TextWork;
}

/** `memory`: reading weights; `attention`: a language model's look back over its context; `call`: what a run or a token costs whatever the model computes. */
export type WorkKind = WorkClass | 'memory' | 'attention' | 'call';

export type Forecast =
  | {
      readonly known: true;
      /** One run of the graph, or one generated token. */
      readonly per: 'run' | 'token';
      readonly expectedMs: number;
      readonly lowMs: number;
      readonly highMs: number;
      /** Where the expected time goes, largest first. */
      readonly groups: readonly { readonly kind: WorkKind; readonly ms: number }[];
      readonly basis: ForecastBasis;
      /** What one run is, as the facts state it: which sizes free dimensions were given. */
      readonly runIs: FlopsBasis;
      /** Of language models: a token of the prompt, and for what both figures are; the generated token is the mean of them. */
      readonly prompt?: { readonly expectedMs: number; readonly lowMs: number; readonly highMs: number };
      readonly text?: TextWork;
    }
  | { readonly known: false; readonly why: 'no-costs' | 'sizes-free' | 'shapes-unknown' | 'device-not-measured' };
