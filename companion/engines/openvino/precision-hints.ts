import type { EngineSettings } from '#core/engine/engine-settings.ts';

/** OpenVINO's names for the values of the setting `computePrecision`. */
export const precisionHints: Readonly<Record<NonNullable<EngineSettings['computePrecision']>, string>> = {
  float32: 'f32',
  float16: 'f16',
  bfloat16: 'bf16',
};
