import { csv } from '#core/csv.ts';
import type { AppError } from '#core/error.ts';
import { exportName } from '#core/file-name.ts';
import type { TaskId } from '#core/model.ts';
import type { SessionFacts } from '#core/runtime.ts';
import type { TaskRun, Timing } from '#core/task.ts';
import type { Classification } from '#tasks/image-classification/image-classification.ts';
import type { Detection } from '#tasks/object-detection/detection.ts';

/** What a run is handed on as: the same for the page's exports and for the headless command. */
export interface RunSummary<Result> {
  readonly task: TaskId;
  readonly model: string;
  readonly runtime: string;
  readonly device: string;
  readonly inputs: readonly (AnsweredInput<Result> | FailedInput)[];
}

interface AnsweredInput<Result> {
  readonly file: string;
  readonly timing: Timing;
  readonly result: Result;
}

interface FailedInput {
  readonly file: string;
  readonly error: { readonly code: string; readonly message: string };
}

/** Those of `inputs` that were run, with what ran them: what came out of each, or why nothing did. */
export function summarise<Result>(
  task: TaskId,
  { id, facts }: { readonly id: string; readonly facts: SessionFacts },
  inputs: readonly {
    readonly file: { readonly name: string };
    readonly run: TaskRun<Result> | null;
    readonly error: AppError | null;
  }[],
): RunSummary<Result> {
  const finished = inputs.flatMap(({ file, run, error }): RunSummary<Result>['inputs'] => {
    if (run) return [{ file: file.name, timing: run.timing, result: run.result }];
    return error ? [{ file: file.name, error: { code: error.code, message: error.message } }] : [];
  });
  return { task, model: id, runtime: facts.runtime, device: facts.device, inputs: finished };
}

/** For the files that a summary is saved as at `time`, without an ending. */
export function fileName({ task, model, runtime, device }: RunSummary<unknown>, time: Date): string {
  return exportName([task, model, runtime, device], time.toISOString());
}

function answered<Result>({ inputs }: RunSummary<Result>): AnsweredInput<Result>[] {
  return inputs.filter((input) => 'result' in input);
}

/** One line a detection. */
export function detectionsCsv(summary: RunSummary<readonly Detection[]>): string {
  const rows = answered(summary).flatMap(({ file, result }) =>
    result.map(({ label, score, box }) => [file, label, score, box.x, box.y, box.width, box.height]),
  );
  return csv([['file', 'label', 'score', 'x', 'y', 'width', 'height'], ...rows]);
}

/** One line a class that a picture may be of, the likeliest of each picture first. */
export function classificationsCsv(summary: RunSummary<readonly Classification[]>): string {
  const rows = answered(summary).flatMap(({ file, result }) =>
    result.map(({ label, probability }, place) => [file, place + 1, label, probability]),
  );
  return csv([['file', 'place', 'label', 'probability'], ...rows]);
}
