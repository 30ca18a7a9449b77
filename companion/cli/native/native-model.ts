import { rejectOnAbort } from '#core/delay.ts';
import { generatesText, type TensorEngineId } from '#core/engine/engines.ts';
import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { EvaluatedItem } from '#core/task/evaluated-item.ts';
import type { Subject } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { OpenedTensorModel } from '#core/engine/runtime.ts';
import type { TaskInputs, TaskRun } from '#core/task/task.ts';
import type { OpenedText, TextRequest, TextSession, TextUsage } from '#core/engine/text-session.ts';
import { openItemFile, type EvaluationItem, type EvaluationScores } from '#evaluate/items/evaluation-item.ts';
import type { EvaluatedModel } from '#evaluate/result/evaluation-result.ts';
import type { ScoringModel } from '#evaluate/run/run-robustness.ts';
import type { CountingModel } from '#evaluate/items/text-windows.ts';
import { evaluateTask, computeScores } from '#sessions/evaluate-task.ts';
import { TextEvaluator } from '#sessions/text-evaluator.ts';
import type { ItemReader } from '#sessions/item-reader.ts';
import { runHostileInput } from '#sessions/run-hostile-input.ts';
import { openForTask, type TaskSession } from '#sessions/task-session.ts';
import type { TaskId } from '#tasks/index.ts';
import { textGeneration, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from '../options/model-argument.ts';
import { loadLocalModel } from './local-files.ts';
import { skiaImages } from './images.ts';
import { SerialCalls } from './serial-calls.ts';
import { openTarget, type OpenTarget } from './open-target.ts';
import type { CompanionTarget } from './companion-target.ts';

export const itemReader: ItemReader = { images: skiaImages, openFile: openItemFile };

/** The options for opening a model on a target of the companion. */
export interface NativeOpening {
  readonly target: CompanionTarget;
  readonly model: ModelArgument;
  readonly task: ScoredTaskId;
  readonly settings: EngineSettings;
  readonly threads: number | null;
  readonly dimensions: Dimensions;
  readonly maxOverlap?: number | undefined;
  readonly signal: AbortSignal;
}

/** An open model that evaluates items on a native engine, in the engine's process, or on a remote server. */
export interface NativeModel extends ScoringModel, AsyncDisposable {
  readonly opened: OpenedTensorModel | OpenedText;
  readonly subject: EvaluatedModel['subject'];
  /** The labels of the results, by class index; absent if there are none. */
  readonly labels?: readonly string[];
  /** Runs the graphs on a hostile input, such as NaN or huge values; absent for a language model. */
  runHostile?(id: HostileInputId, signal: AbortSignal): Promise<HostileOutcome | null>;
  /** Present for a task with graphs. */
  run?(input: TaskInputs[keyof TaskInputs], signal: AbortSignal): Promise<TaskRun<unknown>>;
  /** Present for a language model. */
  readonly counting?: CountingModel;
  generate?(request: TextRequest, signal: AbortSignal): Promise<TextUsage & { readonly text: string }>;
}

/**
 * Opens a model for a task on a target of the companion.
 * @throws UsageError | AppError aborted, as soon as the signal aborts; errors from the engine
 */
export async function openNativeModel(opening: NativeOpening): Promise<NativeModel> {
  const { target, task } = opening;
  if (generatesText(target.engine) !== (task === textGeneration)) {
    throw new UsageError(`--target is "${target.engine}", which does not run --task ${task}`);
  }
  const host = await openTarget(target);
  try {
    const pendingModel =
      task === textGeneration ? openLanguageModel(host, opening) : openTaskModel(host, task, opening);
    return await rejectOnAbort(opening.signal, pendingModel);
  } catch (thrown) {
    await host.close();
    throw thrown;
  }
}

async function openTaskModel(host: OpenTarget, task: TaskId, opening: NativeOpening): Promise<NativeModel> {
  const { target, settings, threads, dimensions, maxOverlap } = opening;
  const { model, ...modelInfo } = await loadLocalModel(opening.model, target.engine, opening.signal);
  const subject = toSubject(opening.model);
  const options = { ...settings, devices: [target.device], ...(threads !== null && { threads }) };
  const engine = target.engine as TensorEngineId; // checked by the caller
  const session = await openForTask(task, host.tensors(), model, {
    subject,
    engine,
    options,
    dimensions,
    maxOverlap,
  });
  const calls = new SerialCalls();
  const { labels } = session.facts;
  return {
    opened: { ...session.facts, id: model.id, ...modelInfo },
    subject,
    ...(labels && { labels }),
    ...createScoringModel(session, calls),
    runHostile: (id, signal) => calls.add(signal, () => runHostileInput(session.graphs, id)),
    run: (input, signal) => calls.add(signal, () => session.pipeline.run(input, { signal })),
    [Symbol.asyncDispose]: () => host.close(),
  };
}

function createScoringModel(session: TaskSession, calls: SerialCalls): ScoringModel {
  return {
    evaluate: (items, { signal, returnGroundTruth }): Promise<readonly EvaluatedItem[]> =>
      calls.add(signal, () => evaluateTask(session, items, returnGroundTruth, itemReader)),
    score: (outcomes, signal): Promise<EvaluationScores> => calls.add(signal, () => computeScores(session, outcomes)),
  };
}

async function openLanguageModel(host: OpenTarget, opening: NativeOpening): Promise<NativeModel> {
  const { target, settings, threads } = opening;
  const { model, ...modelInfo } = await loadLocalModel(opening.model, target.engine, opening.signal);
  const options = { ...settings, devices: [target.device], ...(threads !== null && { threads }) };
  const session = await host.text().open(model, options);
  const evaluator = new TextEvaluator(session, itemReader);
  const calls = new SerialCalls();
  return {
    opened: { facts: session.facts, id: model.id, ...modelInfo },
    subject: toSubject(opening.model),
    evaluate: (items: readonly EvaluationItem[], { signal, returnGroundTruth }) =>
      calls.add(signal, () => evaluator.evaluate(items, returnGroundTruth, signal)),
    score: (outcomes, signal) => calls.add(signal, () => evaluator.score(outcomes)),
    generate: (request, signal) => calls.add(signal, () => collectAnswer(session, request, signal)),
    counting: {
      contextLength: session.facts.contextLength,
      countTokens: (path, file) => evaluator.countTokens(path, file),
    },
    [Symbol.asyncDispose]: () => host.close(),
  };
}

async function collectAnswer(session: TextSession, request: TextRequest, signal: AbortSignal) {
  const answer = session.generate(request, signal);
  let text = '';
  for (;;) {
    const { done, value } = await answer.next();
    if (done) return { text, ...value };
    text += value;
  }
}

/** Returns the subject of a report, which does not contain the files themselves. */
function toSubject(model: ModelArgument): Subject {
  if (model.kind === 'remote') return { kind: 'model', id: model.reference };
  return model.kind === 'model' ? { kind: 'model', id: model.id } : { kind: 'files', files: [] };
}
