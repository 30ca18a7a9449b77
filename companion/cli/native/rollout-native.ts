import { createSeededRandom } from '#core/random.ts';
import { AppError } from '#core/errors/error.ts';
import { judgeRollout, type RejectionReason } from '#deploy/judge-rollout.ts';
import {
  addRun,
  createEmptyTally,
  rolloutShares,
  type LiveGates,
  type RunOutcome,
  type ShareTally,
} from '#deploy/rollout.ts';
import type { EvaluationItem } from '#evaluate/items/evaluation-item.ts';
import type { TaskId } from '#tasks/index.ts';
import { loadEvaluation } from '#tasks/scored-tasks.ts';
import { UsageError, type Context } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import type { CompanionTarget } from './companion-target.ts';
import { openNativeModel, type NativeModel } from './native-model.ts';
import { chooseItems, readData } from './read-data.ts';

/** A gradual rollout on labelled items. */
export interface RolloutRequest {
  readonly task: TaskId;
  readonly data: string;
  readonly target: CompanionTarget;
  readonly current: ModelArgument;
  readonly candidate: ModelArgument;
  readonly gates: LiveGates;
  readonly seed: number;
}

export interface NativeRollout {
  readonly outcome: 'promoted' | 'rejected' | 'undecided';
  /** The reason for a rejection; `null` otherwise. */
  readonly why: RejectionReason | null;
  /** The candidate's share at the end. */
  readonly share: number;
  readonly tallies: readonly ShareTally[];
}

/**
 * Runs a gradual rollout on labelled items. Each item is assigned to one of two models at random, and the candidate's
 * share rises while its gates pass.
 * @throws UsageError | AppError from the engines; input-invalid if no item can be used
 */
export async function runNativeRollout(request: RolloutRequest, { signal, log }: Context): Promise<NativeRollout> {
  const { task, gates, seed, target } = request;
  const evaluation = await loadEvaluation(task, true);
  const isCorrect = evaluation?.metrics[0]?.isCorrect;
  if (!evaluation || !isCorrect)
    throw new UsageError(
      `--task is "${task}", whose results cannot be scored as right or wrong: compare the models with assay gate`,
    );
  const link = { task, labels: null, split: null, items: null, seed };
  const data = await readData({ path: request.data, labelsOutside: null }, link, evaluation.label, signal);
  const opening = { task, target, settings: {}, threads: null, dimensions: {}, signal };
  await using current = await openNativeModel({ ...opening, model: request.current });
  await using candidate = await openNativeModel({ ...opening, model: request.candidate });
  const { items } = await chooseItems({ link, data, candidate, baseline: current });
  if (items.length === 0) throw new AppError('input-invalid', { name: data.name, reason: 'no-matching-classes' });
  if (items.every(({ truth }) => truth === null))
    throw new UsageError(
      `--data "${request.data}" has no labels: expected labelled items, such as a folder for each class`,
    );
  const random = createSeededRandom(seed);
  const tallies = new Map<number, ShareTally>();
  let share: number = rolloutShares[0];
  for (const item of shuffle(items, random)) {
    const arm = random() < share ? 'candidate' : 'current';
    const run = await runItem(arm === 'candidate' ? candidate : current, item, isCorrect, signal);
    tallies.set(share, addRun(tallies.get(share) ?? createEmptyTally(share), arm, run, gates));
    if (arm === 'current') continue; // the item gave no new evidence about the candidate
    const allTallies = [...tallies.values()];
    const { step } = judgeRollout({ mode: 'gradual', candidate: 2, share, gates, id: '' }, allTallies, null);
    if (step.kind === 'promote') return { outcome: 'promoted', why: null, share, tallies: allTallies };
    if (step.kind === 'reject') return { outcome: 'rejected', why: step.why, share, tallies: allTallies };
    if (step.kind === 'raise-share') log(`share ${Math.round((share = step.share) * 100)}%`);
  }
  return { outcome: 'undecided', why: null, share, tallies: [...tallies.values()] };
}

/** Runs one item; a wrong result counts as a failure. */
async function runItem(
  model: NativeModel,
  item: EvaluationItem,
  isCorrect: (outcome: unknown) => boolean,
  signal: AbortSignal,
): Promise<RunOutcome> {
  const [evaluated] = await model.evaluate([item], { signal, returnGroundTruth: false });
  if (!evaluated || 'error' in evaluated || evaluated.outcome === null || !isCorrect(evaluated.outcome))
    return { latencyMs: null };
  const { preMs, inferenceMs, postMs } = evaluated.timing;
  return { latencyMs: preMs + inferenceMs + postMs };
}

function shuffle<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, rank: random() }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
