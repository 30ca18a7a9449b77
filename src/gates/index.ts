import type { Gate } from './gate.ts';
import { modelSizeRatio } from './model-size-ratio.ts';
import { modelSize } from './model-size.ts';

/** Every gate, in the order in which results are shown. */
export const gates: readonly Gate[] = [modelSize, modelSizeRatio];
