import { AppError } from '#core/errors/error.ts';
import type { Graph, PipelineComponents, PipelineOptions, PipelineDefinition, TaskRun } from '#core/task/task.ts';

/** A task bound to its graphs; it reports for each run how long its phases took. */
export interface TimedPipeline<Input, Result> {
  /** See `Pipeline.labels`. */
  readonly labels?: readonly string[];
  /**
   * One run at a time.
   * @throws AppError what `Pipeline.run` throws, and aborted
   */
  run(input: Input, options?: PipelineOptions<Result>): Promise<TaskRun<Result>>;
}

/**
 * Binds a task to its parts.
 * @param now a monotonic clock in milliseconds
 * @throws AppError what `PipelineDefinition.bind` throws
 */
export async function bindTask<Input, Result>(
  definition: Pick<PipelineDefinition<Input, Result>, 'bind'>,
  { graphs, files }: PipelineComponents,
  now: () => number,
): Promise<TimedPipeline<Input, Result>> {
  let current = startRun(0);
  const timeGraph = ([role, graph]: [string, Graph]): [string, Graph] => [
    role,
    {
      ...graph,
      async run(inputs) {
        const run = current;
        if (run.signal?.aborted) throw new AppError('aborted');
        const startMs = now();
        run.firstMs ??= startMs;
        const outputs = await graph.run(inputs);
        run.inferenceMs += now() - startMs;
        run.graphRuns[role] = (run.graphRuns[role] ?? 0) + 1;
        return outputs;
      },
    },
  ];
  const opened = Object.entries(graphs).filter((entry): entry is [string, Graph] => entry[1] !== undefined);
  const pipeline = await definition.bind({ graphs: Object.fromEntries(opened.map(timeGraph)), files });
  return {
    ...(pipeline.labels && { labels: pipeline.labels }),
    async run(input, options = {}) {
      const run = startRun(now(), options.signal);
      current = run;
      const result = await pipeline.run(input, options);
      const endMs = now();
      const { startMs, firstMs = endMs, inferenceMs, graphRuns } = run;
      const preMs = firstMs - startMs;
      return { result, timing: { preMs, inferenceMs, postMs: Math.max(0, endMs - firstMs - inferenceMs) }, graphRuns };
    },
  };
}

interface RunningTimes {
  readonly startMs: number;
  readonly signal: AbortSignal | undefined;
  firstMs?: number;
  inferenceMs: number;
  readonly graphRuns: Record<string, number>;
}

function startRun(startMs: number, signal?: AbortSignal): RunningTimes {
  return { startMs, signal, inferenceMs: 0, graphRuns: {} };
}
