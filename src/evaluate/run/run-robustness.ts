import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Metric, Score } from '#core/task/evaluation.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { SuiteSettings } from '#validation/robustness/suite-settings.ts';
import type { CorruptedScore } from '#validation/robustness/corrupted-scores.ts';
import type { CorruptionId } from '#validation/robustness/corruptions/index.ts';
import { createRobustnessResult, type RobustnessResult } from '#validation/robustness/suite.ts';
import type { EvaluationItem, EvaluationScores } from '../items/evaluation-item.ts';
import { runDataset, type EvaluatedBlock, type EvaluatingModel } from './run-dataset.ts';
import { sampleItems } from '../items/sample-items.ts';

/** A model that evaluates items and scores their outcomes. */
export interface ScoringModel extends EvaluatingModel<EvaluationItem> {
  score(outcomes: readonly unknown[], signal: AbortSignal): Promise<EvaluationScores>;
}

/** The items and models of the robustness suite. */
export interface SuiteItems {
  readonly choice: SuiteSettings;
  /** Seed of the sample and of the corruptions. */
  readonly seed: number;
  readonly items: readonly EvaluationItem[];
  /** Results of the completed items without corruption. */
  readonly clean: readonly EvaluatedItem[];
  readonly model: ScoringModel;
  /** Items completed in an earlier visit of the page, in order; extended with each block. */
  readonly ran: { readonly candidate: EvaluatedItem[]; readonly baseline: EvaluatedItem[] };
  /** Stores a block, so a reload continues after it. */
  readonly record: (block: EvaluatedBlock) => Promise<void>;
  /** The model whose errors on corrupted items are the reference; `null` without one. */
  readonly baseline: EvaluatingModel<EvaluationItem> | null;
  /** The model whose predictions on clean items are the ground truth; `null` if the items have labels. */
  readonly groundTruthModel: EvaluatingModel<EvaluationItem> | null;
}

interface RobustnessRun extends SuiteItems {
  readonly corruptions: readonly CorruptionId[];
  readonly metric: Pick<Metric<unknown>, 'id' | 'isError'>;
  /** Runs the hostile inputs after the corruptions. */
  readonly hostile: () => Promise<readonly HostileResult[]>;
  readonly signal: AbortSignal;
  readonly shouldContinue: () => Promise<boolean>;
  readonly now: () => number;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly remainingMs: number | null;
  }) => void;
}

/**
 * Evaluates a sample of the items with each corruption at each severity.
 * @returns `null` if no item has a score without corruption
 * @throws AppError from `runDataset`
 */
export async function runRobustness(run: RobustnessRun): Promise<RobustnessResult | null> {
  const { choice, seed, model, metric, signal } = run;
  const outcomes = new Map(run.clean.flatMap((item) => ('error' in item ? [] : [[item.path, item.outcome]])));
  const usable = run.items.filter(({ path }) => outcomes.has(path));
  const sample = sampleItems(usable.map(withLabel), choice.items, seed).map(({ item }) => item);
  const computeScore = async (selected: readonly unknown[]): Promise<Score | undefined> =>
    selected.length === 0
      ? undefined
      : (await model.score(selected, signal)).scores.find((score) => score.metric === metric.id);
  const clean = await computeScore(sample.map(({ path }) => outcomes.get(path)));
  if (!clean) return null;

  const groundTruths = run.groundTruthModel && (await computeGroundTruths(run.groundTruthModel, sample, signal));
  const runs = run.corruptions.flatMap((corruption) => choice.severities.map((severity) => ({ corruption, severity })));
  const items = runs.flatMap((entry) =>
    sample.map((item, index): EvaluationItem => {
      const truth = groundTruths?.get(item.path) ?? item.truth;
      return { ...item, truth, corruption: { ...entry, seed: (seed + index) >>> 0 } };
    }),
  );
  const { candidate, baseline } = run.ran;
  const completedCount = candidate.length;
  await runDataset({
    items: items.slice(completedCount),
    candidate: model,
    baseline: run.baseline,
    baselineIsGroundTruth: false,
    signal,
    shouldContinue: run.shouldContinue,
    now: run.now,
    onBlock: async (block, { done, remainingMs }) => {
      candidate.push(...block.candidate);
      baseline.push(...(block.baseline ?? []));
      await run.record(block);
      run.onProgress({ done: completedCount + done, total: items.length, remainingMs });
    },
  });

  /** Scores the corruptions whose items are all completed. */
  const computeScores = async (evaluated: readonly EvaluatedItem[]) => {
    const scores: CorruptedScore[] = [];
    for (const [index, run] of runs.entries()) {
      const corruptionItems = evaluated.slice(index * sample.length, (index + 1) * sample.length);
      if (corruptionItems.length < sample.length) break; // stopped
      const score = await computeScore(corruptionItems.flatMap((item) => ('error' in item ? [] : [item.outcome])));
      if (score) scores.push({ ...run, score });
    }
    return scores;
  };
  const scores = await computeScores(candidate);
  const measured = {
    metric: metric.id,
    isError: metric.isError ?? false,
    clean,
    scores,
    hostile: await run.hostile(),
    failed: candidate.filter((item) => 'error' in item).length,
    isPartial: scores.length < runs.length,
  };
  return createRobustnessResult(measured, run.baseline && (await computeScores(baseline)));
}

/** Converts an item for `sampleItems`. */
function withLabel(item: EvaluationItem) {
  return { path: item.path, label: item.truth?.kind === 'class' ? item.truth : null, item };
}

async function computeGroundTruths(
  groundTruthModel: EvaluatingModel<EvaluationItem>,
  items: readonly EvaluationItem[],
  signal: AbortSignal,
) {
  const labelled = await groundTruthModel.evaluate(items, { signal, returnGroundTruth: true });
  return new Map(labelled.flatMap((item) => ('error' in item || !item.truth ? [] : [[item.path, item.truth]])));
}
