import { readOptions, type OptionSpecs, type OptionValues } from '../option-specs.ts';
import type { Rewriter } from '../rewriter.ts';
import type { Scheme, StepContext, StepOutcome } from '../optimisation-step.ts';
import { rejectQuantised, explainSharedWeights, type createSelectionSpecs, type Selection } from './node-selection.ts';

/** Defines a scheme with options. It rejects models that are already quantised. */
export function defineScheme<const T extends OptionSpecs & ReturnType<typeof createSelectionSpecs>>(
  id: string,
  options: T,
  apply: (graph: Rewriter, context: StepContext, options: OptionValues<T>) => Promise<StepOutcome>,
): Scheme {
  return {
    id,
    options,
    configure(reader) {
      const values = readOptions(reader, options);
      return {
        id,
        options: values,
        apply: async (graph, context) =>
          rejectQuantised(graph) ??
          explainSharedWeights(await apply(graph, context, values), graph, values as unknown as Selection),
      };
    },
  };
}
