import { AppError } from '#core/errors/error.ts';
import type { GraphSignature, PipelineOptions, PipelineDefinition } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';

/** A task of one graph that runs once: it encodes an input as tensors and decodes tensors to a result. */
export interface SingleGraphTask<Input, Result> {
  /** @throws AppError model-unsupported if this task cannot use the model's inputs or outputs */
  check(model: GraphSignature): void;
  /** @throws any error of `check`; input-blank if the input contains nothing to read */
  encode(input: Input, model: GraphSignature): Tensors;
  decode(outputs: Tensors, input: Input, model: GraphSignature, options?: PipelineOptions<Result>): Result;
  /** Labels, as `Pipeline.labels`, of a model that `check` accepts. */
  listLabels?(model: GraphSignature): readonly string[];
  /** See `PipelineDefinition.score`. */
  score(actual: Result, expected: Result): number;
}

/** Builds the pipeline of a task whose only graph runs once for each input. */
export function defineSingleGraph<Input, Result>(
  task: SingleGraphTask<Input, Result>,
): PipelineDefinition<Input, Result> {
  return {
    roles: { model: { matches: (graph) => fitsTask(() => task.check(graph)) } },
    bind({ graphs: { model } }) {
      if (!model) throw new AppError('internal', { why: 'a task was bound without its graph' });
      task.check(model.facts);
      const labels = task.listLabels?.(model.facts);
      return {
        ...(labels && { labels }),
        async run(input, options) {
          const outputs = await model.run(task.encode(input, model.facts));
          return task.decode(outputs, input, model.facts, options);
        },
      };
    },
    score: task.score,
  };
}

/**
 * Whether a check accepts a graph.
 * @throws all errors other than model-unsupported
 */
export function fitsTask(check: () => unknown): boolean {
  try {
    check();
    return true;
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'model-unsupported') return false;
    throw thrown;
  }
}
