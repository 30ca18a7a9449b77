import type { Score } from '#core/task/evaluation.ts';
import {
  warmupItems,
  type EvaluatedDataset,
  type EvaluationBaseline,
  type StageTiming,
  type TaskReport,
} from '#core/report/task-report.ts';
import type { FlagId } from '#core/report/report-header.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { Timing } from '#core/task/task.ts';
import { assembleHeader, findTargetFlags, type HeaderFacts } from './assemble-report.ts';
import { summariseSamples } from '../measure/summarise.ts';

/** The data of an evaluation report. */
export interface FinishedEvaluation extends Omit<HeaderFacts, 'flags' | 'inferenceMs'> {
  /** A folder of `src/tasks`. */
  readonly task: string;
  readonly data: EvaluatedDataset;
  readonly baseline: EvaluationBaseline | null;
  readonly scores: readonly Score[];
  /** Outcomes of hostile inputs; empty if none were run. */
  readonly hostileInputs: readonly HostileResult[];
  /** Times of the items with a score, in execution order; at least one. */
  readonly timings: readonly Timing[];
}

const phases = { pre: 'preMs', inference: 'inferenceMs', post: 'postMs' } as const;

/** Assembles the report of an evaluation (R28). */
export function assembleTaskReport(run: FinishedEvaluation): TaskReport {
  const { task, data, baseline, scores, hostileInputs, timings } = run;
  const raised: Partial<Record<FlagId, boolean>> = { incomplete: data.notRun > 0, ...findTargetFlags(run) };
  const flags = (Object.keys(raised) as FlagId[]).filter((flag) => raised[flag]);
  const cells = (Object.keys(phases) as (keyof typeof phases)[]).map((name): StageTiming => {
    const times = timings.map((timing) => timing[phases[name]]);
    const [firstMs = 0] = times;
    const others = times.slice(warmupItems);
    return { name, firstMs, steady: summariseSamples(others.length > 0 ? others : [firstMs], 1) };
  });
  const inferenceMs = cells.find(({ name }) => name === 'inference')!.steady.medianMs;
  const header = assembleHeader({ ...run, inferenceMs, flags });
  const { files } = run.opened;
  return {
    ...header,
    subject: { ...header.subject, ...(files && { files }) },
    kind: 'task',
    task,
    data,
    ...(baseline && { baseline }),
    scores,
    ...(hostileInputs.length > 0 && { hostileInputs }),
    // Language models have no separate phases before and after inference, and the clock does not resolve very short phases.
    cells: cells.filter(({ steady }) => steady.medianMs > 0),
  };
}
