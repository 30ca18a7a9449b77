import { AppError } from '#core/errors/error.ts';
import type { Graph, PipelineComponents, PipelineOptions, PipelineDefinition, TaskRun } from '#core/task/task.ts';

/** A task that is bound to its graphs and reports the time of each phase of a run. */
export interface TimedPipeline<Input, Result> {
  /** See `Pipeline.labels`. */
  readonly labels?: readonly string[];
  /**
   * Runs must not overlap.
   * @throws any error of `Pipeline.run`, and aborted
   */
  run(input: Input, options?: PipelineOptions<Result>): Promise<TaskRun<Result>>;
}

/**
 * Binds a task to its open graphs and its files.
 * @param now a monotonic clock in milliseconds
 * @throws any error of `PipelineDefinition.bind`
 */
export async function bindTask<Input, Result>(
  definition: Pick<PipelineDefinition<Input, Result>, 'bind'>,
  { graphs, files }: PipelineComponents,
  now: () => number,
): Promise<TimedPipeline<Input, Result>> {
  let current = createRunState(0);
  const timeGraph = ([role, graph]: [string, Graph]): [string, Graph] => [
    role,
    {
      ...graph,
      async run(inputs) {
        const run = current;
        if (run.signal?.aborted) throw new AppError('aborted');
        const startMs = now();
        run.firstGraphMs ??= startMs;
        const outputs = await graph.run(inputs);
        run.inferenceMs += now() - startMs;
        run.graphRuns[role] = (run.graphRuns[role] ?? 0) + 1;
        return outputs;
      },
    },
  ];
  const openGraphs = Object.entries(graphs).filter((entry): entry is [string, Graph] => entry[1] !== undefined);
  const pipeline = await definition.bind({ graphs: Object.fromEntries(openGraphs.map(timeGraph)), files });
  return {
    ...(pipeline.labels && { labels: pipeline.labels }),
    async run(input, options = {}) {
      const run = createRunState(now(), options.signal);
      current = run;
      const result = await pipeline.run(input, options);
      const endMs = now();
      const { startMs, firstGraphMs = endMs, inferenceMs, graphRuns } = run;
      const preMs = firstGraphMs - startMs;
      return {
        result,
        timing: { preMs, inferenceMs, postMs: Math.max(0, endMs - firstGraphMs - inferenceMs) },
        graphRuns,
      };
    },
  };
}

interface RunState {
  readonly startMs: number;
  readonly signal: AbortSignal | undefined;
  firstGraphMs?: number;
  inferenceMs: number;
  readonly graphRuns: Record<string, number>;
}

function createRunState(startMs: number, signal?: AbortSignal): RunState {
  return { startMs, signal, inferenceMs: 0, graphRuns: {} };
}
