import { changePrecision } from '../precision/change-precision.ts';
import { reportRewritten, type Step } from '../optimisation-step.ts';

/**
 * Converts float64 computations to float32, which every engine supports. Results then have float32 precision.
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
