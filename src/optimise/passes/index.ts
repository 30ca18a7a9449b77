import type { Pass } from '../optimisation-step.ts';
import { attentionFusion } from './attention-fusion.ts';
import { convBatchNormFusion } from './conv-batch-norm-fusion.ts';
import { constantFolding } from './constant-folding.ts';
import { crossLayerEqualisation } from './cross-layer-equalisation.ts';
import { deadCodeElimination } from './dead-code-elimination.ts';
import { commonSubexpressions } from './common-subexpressions.ts';
import { float64ToFloat32 } from './float64-to-float32.ts';
import { float32Convolutions } from './float32-convolutions.ts';
import { freezeSizes } from './freeze-sizes.ts';
import { geluFusion } from './gelu-fusion.ts';
import { layerNormFusion } from './layer-norm-fusion.ts';
import { matmulAddFusion } from './matmul-add-fusion.ts';
import { shapeFolding } from './shape-folding.ts';
import { identityElimination } from './identity-elimination.ts';
import { raiseOpset } from './raise-opset.ts';
import { reshapeJoining } from './reshape-joining.ts';
import { rmsNormFusion } from './rms-norm-fusion.ts';
import { transposeElimination } from './transpose-elimination.ts';

/** Every pass, by its id. */
export const passes = {
  'attention-fusion': attentionFusion,
  'conv-batch-norm-fusion': convBatchNormFusion,
  'constant-folding': constantFolding,
  'cross-layer-equalisation': crossLayerEqualisation,
  'dead-code-elimination': deadCodeElimination,
  'common-subexpressions': commonSubexpressions,
  'float32-convolutions': float32Convolutions,
  'float64-to-float32': float64ToFloat32,
  'freeze-sizes': freezeSizes,
  'gelu-fusion': geluFusion,
  'layer-norm-fusion': layerNormFusion,
  'matmul-add-fusion': matmulAddFusion,
  'shape-folding': shapeFolding,
  'identity-elimination': identityElimination,
  'raise-opset': raiseOpset,
  'reshape-joining': reshapeJoining,
  'rms-norm-fusion': rmsNormFusion,
  'transpose-elimination': transposeElimination,
} satisfies Readonly<Record<string, Pass>>;

export type PassId = keyof typeof passes;
