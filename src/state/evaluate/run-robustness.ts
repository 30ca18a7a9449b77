import type { EvaluationItem } from '#bridge/contract.ts';
import type { EvaluatedItem } from '#core/evaluated-item.ts';
import type { ItemLabel, Metric, Score } from '#core/evaluation.ts';
import { runSet } from '#evaluate/run-set.ts';
import { sampleItems } from '#evaluate/sample-items.ts';
import type { SuiteChoice } from '#validation/robustness/suite-choice.ts';
import { corruptionsOfImages, robustnessResult, type RobustnessResult } from '#validation/robustness/suite.ts';
import type { OpenModel } from '../run/open-model.svelte.ts';

/** What the suite runs on. */
export interface SuiteItems {
  readonly choice: SuiteChoice;
  /** Seed of the sample and of the corruptions. */
  readonly seed: number;
  readonly items: readonly EvaluationItem[];
  /** Results of the items without corruption, as far as they ran. */
  readonly clean: readonly EvaluatedItem[];
  readonly model: Pick<OpenModel, 'evaluate' | 'score'>;
  /** The model whose results on the clean items are the truth; `null` if they have labels. */
  readonly teacher: Pick<OpenModel, 'evaluate'> | null;
}

interface RobustnessRun extends SuiteItems {
  /** The kind of label that the task needs. */
  readonly label: ItemLabel['kind'];
  readonly metric: Pick<Metric<unknown>, 'id' | 'isError'>;
  readonly signal: AbortSignal;
  readonly shouldContinue: () => Promise<boolean>;
  readonly now: () => number;
  readonly onProgress: (progress: {
    readonly done: number;
    readonly total: number;
    readonly leftMs: number | null;
  }) => void;
}

/**
 * Evaluates a sample of the items with each corruption at each severity.
 * @returns `null` if none of the items has a score without corruption
 * @throws AppError as `runSet`
 */
export async function runRobustness(run: RobustnessRun): Promise<RobustnessResult | null> {
  const { choice, seed, model, metric, signal } = run;
  const outcomes = new Map(run.clean.flatMap((item) => ('error' in item ? [] : [[item.path, item.outcome]])));
  const usable = run.items.filter(({ path }) => outcomes.has(path));
  const sample = sampleItems(usable.map(withLabel), choice.items, seed).map(({ item }) => item);
  const scoreOf = async (some: readonly unknown[]): Promise<Score | undefined> =>
    some.length === 0
      ? undefined
      : (await model.score(some, signal)).scores.find((score) => score.metric === metric.id);
  const clean = await scoreOf(sample.map(({ path }) => outcomes.get(path)));
  if (!clean) return null;

  const truths = run.teacher && (await truthsOf(run.teacher, sample, signal));
  const runs = corruptionsOfImages(run.label).flatMap((corruption) =>
    choice.severities.map((severity) => ({ corruption, severity })),
  );
  const items = runs.flatMap((one) =>
    sample.map((item, index): EvaluationItem => {
      const truth = truths?.get(item.path) ?? item.truth;
      return { ...item, truth, corruption: { ...one, seed: (seed + index) >>> 0 } };
    }),
  );
  const evaluated: EvaluatedItem[] = [];
  await runSet({
    items,
    candidate: model,
    baseline: null,
    isTeacher: false,
    signal,
    shouldContinue: run.shouldContinue,
    now: run.now,
    onBlock: ({ candidate }, { done, leftMs }) => {
      evaluated.push(...candidate);
      run.onProgress({ done, total: items.length, leftMs });
    },
  });

  const scores = [];
  for (const [index, one] of runs.entries()) {
    const own = evaluated.slice(index * sample.length, (index + 1) * sample.length);
    if (own.length < sample.length) break; // stopped
    const score = await scoreOf(own.flatMap((item) => ('error' in item ? [] : [item.outcome])));
    if (score) scores.push({ ...one, score });
  }
  return robustnessResult({
    metric: metric.id,
    isError: metric.isError ?? false,
    clean,
    scores,
    failed: evaluated.filter((item) => 'error' in item).length,
    isPartial: scores.length < runs.length,
  });
}

/** As `sampleItems` needs it. */
function withLabel(item: EvaluationItem) {
  return { path: item.path, label: item.truth?.kind === 'class' ? item.truth : null, item };
}

async function truthsOf(teacher: Pick<OpenModel, 'evaluate'>, items: readonly EvaluationItem[], signal: AbortSignal) {
  const taught = await teacher.evaluate(items, { signal, wantsTruth: true });
  return new Map(taught.flatMap((item) => ('error' in item || !item.truth ? [] : [[item.path, item.truth]])));
}
