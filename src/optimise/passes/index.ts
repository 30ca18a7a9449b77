import type { Pass } from '../optimisation-step.ts';
import { convBatchNormFusion } from './conv-batch-norm-fusion.ts';
import { constantFolding } from './constant-folding.ts';
import { crossLayerEqualisation } from './cross-layer-equalisation.ts';
import { deadCodeElimination } from './dead-code-elimination.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { float64ToFloat32 } from './float64-to-float32.ts';
import { float32Convolutions } from './float32-convolutions.ts';
import { freezeSizes } from './freeze-sizes.ts';
import { matmulAddFusion } from './matmul-add-fusion.ts';
import { shapeFolding } from './shape-folding.ts';
import { identityElimination } from './identity-elimination.ts';
import { raiseOpset } from './raise-opset.ts';
import { transposeElimination } from './transpose-elimination.ts';

/** Every pass, by its id. */
export const passes = {
  'conv-batch-norm-fusion': convBatchNormFusion,
  'constant-folding': constantFolding,
  'cross-layer-equalisation': crossLayerEqualisation,
  'dead-code-elimination': deadCodeElimination,
  'common-subexpressions': commonSubexpressions,
  'float32-convolutions': float32Convolutions,
  'float64-to-float32': float64ToFloat32,
  'freeze-sizes': freezeSizes,
  'matmul-add-fusion': matmulAddFusion,
  'shape-folding': shapeFolding,
  'identity-elimination': identityElimination,
  'raise-opset': raiseOpset,
  'transpose-elimination': transposeElimination,
} satisfies Readonly<Record<string, Pass>>;

export type PassId = keyof typeof passes;
