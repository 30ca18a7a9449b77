import type { Pass } from '../pass.ts';
import { float32Convolutions } from './float32-convolutions.ts';

/** Every pass, by its id. */
export const passes = {
  'float32-convolutions': float32Convolutions,
} satisfies Readonly<Record<string, Pass>>;
