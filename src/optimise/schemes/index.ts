import type { Scheme } from '../optimisation-step.ts';
import { channelPruning } from './channel-pruning.ts';
import { dynamicInt8 } from './dynamic-int8.ts';
import { float16 } from './float16-scheme.ts';
import { lowRank } from './low-rank.ts';
import { staticInt8 } from './static-int8.ts';
import { weightOnly } from './weight-only.ts';
import { weightPruning } from './weight-pruning.ts';

/** Every scheme, by its id. */
export const schemes = {
  'channel-pruning': channelPruning,
  'dynamic-int8': dynamicInt8,
  float16,
  'low-rank': lowRank,
  'static-int8': staticInt8,
  'weight-only': weightOnly,
  'weight-pruning': weightPruning,
} satisfies Readonly<Record<string, Scheme>>;

export type SchemeId = keyof typeof schemes;

/**
 * Schemes of other tools that benefit no engine of Assay; the reasons are in `src/words`. `unavailable.test.ts` shows
 * that onnxruntime does not run the first two.
 */
export const unavailableSchemes = ['bfloat16', 'int3', 'qoperator'] as const;
export type UnavailableScheme = (typeof unavailableSchemes)[number];
