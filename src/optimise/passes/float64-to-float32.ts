import { changePrecision } from '../precision/change-precision.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Makes nodes that compute in float64 compute in float32, which every engine supports. The results then have the
 * precision of float32.
 *
 * Facts: `nodes`, `casts` and `kept`, as in `ChangedCounts`.
 */
export const float64ToFloat32: Step = {
  id: 'float64-to-float32',
  apply(graph) {
    const { nodes, casts, kept } = changePrecision(graph, { from: 'float64', to: 'float32' }, () => false);
    return Promise.resolve(nodes === 0 ? reportRewritten({}) : reportRewritten({ nodes, casts, kept }));
  },
};
