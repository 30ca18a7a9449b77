import type { Scheme } from '../step.ts';
import { dynamicInt8 } from './dynamic-int8.ts';
import { float16 } from './float16.ts';
import { staticInt8 } from './static-int8.ts';
import { weightOnly } from './weight-only.ts';

/** Every scheme, by its id. */
export const schemes = {
  'dynamic-int8': dynamicInt8,
  float16,
  'static-int8': staticInt8,
  'weight-only': weightOnly,
} satisfies Readonly<Record<string, Scheme>>;

export type SchemeId = keyof typeof schemes;
