import type { Corruption } from '../corruption.ts';
import { audioClipping } from './audio-clipping.ts';
import { audioNoise } from './audio-noise.ts';
import { brightness } from './brightness.ts';
import { contrast } from './contrast.ts';
import { crop } from './crop.ts';
import { gaussianBlur } from './gaussian-blur.ts';
import { gaussianNoise } from './gaussian-noise.ts';
import { jpeg } from './jpeg.ts';
import { occlusion } from './occlusion.ts';
import { rotation } from './rotation.ts';
import { textCase } from './text-case.ts';
import { textTypos } from './text-typos.ts';

/** Every corruption by its id. */
export const corruptions = {
  'gaussian-noise': gaussianNoise,
  'gaussian-blur': gaussianBlur,
  brightness,
  contrast,
  jpeg,
  crop,
  rotation,
  occlusion,
  'audio-noise': audioNoise,
  'audio-clipping': audioClipping,
  'text-typos': textTypos,
  'text-case': textCase,
} satisfies Readonly<Record<string, Corruption>>;

export type CorruptionId = keyof typeof corruptions;
