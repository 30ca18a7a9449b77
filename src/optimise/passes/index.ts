import type { Pass } from '../step.ts';
import { batchNormalisation } from './batch-normalisation.ts';
import { constantFolding } from './constant-folding.ts';
import { deadCode } from './dead-code.ts';
import { duplicates } from './duplicates.ts';
import { float64 } from './float64.ts';
import { float32Convolutions } from './float32-convolutions.ts';
import { freezeSizes } from './freeze-sizes.ts';
import { gemm } from './gemm.ts';
import { knownValues } from './known-values.ts';
import { noOps } from './no-ops.ts';
import { raiseOpset } from './raise-opset.ts';
import { transposes } from './transposes.ts';

/** Every pass, by its id. */
export const passes = {
  'batch-normalisation': batchNormalisation,
  'constant-folding': constantFolding,
  'dead-code': deadCode,
  duplicates,
  'float32-convolutions': float32Convolutions,
  float64,
  'freeze-sizes': freezeSizes,
  gemm,
  'known-values': knownValues,
  'no-ops': noOps,
  'raise-opset': raiseOpset,
  transposes,
} satisfies Readonly<Record<string, Pass>>;

export type PassId = keyof typeof passes;
