import { AppError } from '#core/errors/error.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import { runDataset } from '#evaluate/run/run-dataset.ts';
import {
  compareAccuracy,
  compareErrors,
  compareMemory,
  compareTimes,
  judgeQuality,
  type ItemRuns,
} from '#remedies/compare-outcomes.ts';
import type { Symptom } from '#remedies/remedy.ts';
import type { TaskId } from '#tasks/index.ts';
import { loadEvaluation } from '#tasks/scored-tasks.ts';
import type { EvaluationData } from '../evaluate/data/evaluation-data.svelte.ts';
import { OpenModel } from '../run/open-model.svelte.ts';
import type { MeasuredTrial, TrialOptions } from './measure-on-inputs.ts';
import type { OpenableModel } from './open-bench-session.ts';

/** The sample of items: enough to detect a difference of 5 points of accuracy, drawn with a fixed seed. */
const sample = { n: 300, seed: 1 };

/**
 * Compares two models on labelled items, both open at once and in interleaved blocks, and judges the quality of the
 * second by its gate.
 * @throws any error while opening the models; input-invalid if no item can be used
 */
export async function measureOnItems(
  before: OpenableModel,
  after: OpenableModel,
  symptom: Symptom,
  { task, data, signal, onProgress }: TrialOptions & { readonly task: TaskId; readonly data: EvaluationData },
): Promise<MeasuredTrial> {
  const models = { current: new OpenModel(), changed: new OpenModel() };
  try {
    await openModel(models.changed, after, task);
    await openModel(models.current, before, task);
    signal.throwIfAborted();
    const evaluation = await loadEvaluation(task, true);
    const items = data.selectItems(models.changed.opened?.labels, sample);
    if (!evaluation || items.length === 0)
      throw new AppError('input-invalid', { name: data.folder?.name ?? '', reason: 'no-matching-classes' });
    const evaluated = { before: [] as EvaluatedItem[], after: [] as EvaluatedItem[], blocks: [] as number[] };
    await runDataset({
      items,
      candidate: models.changed,
      baseline: models.current,
      baselineIsGroundTruth: false,
      signal,
      shouldContinue: async () => true,
      now: () => performance.now(),
      onBlock: (block, { done }) => {
        evaluated.before.push(...(block.baseline ?? []));
        evaluated.after.push(...block.candidate);
        evaluated.blocks.push(block.candidate.length);
        onProgress(done / items.length);
      },
    });
    const runs: ItemRuns = { ...evaluated, metrics: evaluation.metrics };
    const readBytes = async (model: OpenModel, evaluated: readonly EvaluatedItem[]) => {
      const outcomes = evaluated.flatMap((item) => ('error' in item ? [] : [item.outcome]));
      return (await model.score(outcomes, signal)).memory.wasmHeapBytes ?? null;
    };
    const compare = {
      latency: () => compareTimes(runs),
      accuracy: () => compareAccuracy(runs),
      errors: () =>
        compareErrors(evaluated.before.map((item, index) => ['error' in item, 'error' in evaluated.after[index]!])),
      memory: async () =>
        compareMemory(
          await readBytes(models.current, evaluated.before),
          await readBytes(models.changed, evaluated.after),
        ),
    } satisfies Record<Symptom, unknown>;
    const trial = { ...(await compare[symptom]()), outputs: 'not-compared', gates: await judgeQuality(runs) } as const;
    return { trial, threads: models.changed.opened!.facts.threads };
  } finally {
    models.current.close();
    models.changed.close();
  }
}

async function openModel(opened: OpenModel, { model, setup }: OpenableModel, task: TaskId): Promise<void> {
  const { settings, ...target } = setup;
  const error = await opened.open({ model, ...target, ...settings, task });
  if (error) throw error;
}
