import { formatCsv } from '#core/encoding/csv.ts';
import type { AppError, ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import { formatExportName } from '#core/model/file-name.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import type { ResultTable, Task, TaskRun } from '#core/task/task.ts';
import type { ResultAgreement } from '#tasks/result-agreement.ts';
import type { TaskId } from '#tasks/index.ts';

/** The exported summary of a run: the same for the page's exports and the headless command. */
export interface RunSummary<Result> {
  readonly task: TaskId;
  readonly model: string;
  readonly engine: string;
  readonly device: string;
  readonly threads: number;
  /** Absent if nothing ran on another model or engine before. */
  readonly agreement?: ResultAgreement;
  readonly inputs: readonly (AnsweredInput<Result> | FailedInput)[];
}

interface AnsweredInput<Result> extends TaskRun<Result> {
  readonly file: string;
}

interface FailedInput {
  readonly file: string;
  readonly error: { readonly code: ErrorCode; readonly facts: ErrorFacts; readonly message: string };
}

/** Summarises the `inputs` that were run, with model and engine: the result of each, or why it failed. */
export function summarise<Result>(
  task: TaskId,
  { id, facts }: { readonly id: string; readonly facts: SessionFacts },
  inputs: readonly {
    readonly file: { readonly name: string };
    readonly run: TaskRun<Result> | null;
    readonly error: AppError | null;
  }[],
  agreement: ResultAgreement | null,
): RunSummary<Result> {
  const finished = inputs.flatMap(({ file, run, error }): RunSummary<Result>['inputs'] => {
    if (run) return [{ file: file.name, ...run }];
    return error ? [{ file: file.name, error: { code: error.code, facts: error.facts, message: error.message } }] : [];
  });
  const about = { task, model: id, engine: facts.engine, device: facts.device, threads: facts.threads };
  return { ...about, ...(agreement && { agreement }), inputs: finished };
}

/** The file name for saving a summary at `time`, without an extension. */
export function formatRunFileName({ task, model, engine, device }: RunSummary<unknown>, time: Date): string {
  return formatExportName([task, model, engine, device], time.toISOString());
}

/** One line per row of the task's table, preceded by the file name. */
export function formatResultsCsv<Result>(
  { inputs }: RunSummary<Result>,
  { columns, rows }: ResultTable<Result>,
): string {
  const answered = inputs.filter((input): input is AnsweredInput<Result> => 'result' in input);
  const lines: (readonly (string | number)[])[] = [['file', ...columns]];
  for (const { file, result } of answered) for (const row of rows(result)) lines.push([file, ...row]);
  return formatCsv(lines);
}

/** The JSON of a summary, with each result as its task exports it. */
export function toJson<Result>(
  summary: RunSummary<Result>,
  { toJson }: Pick<Task<Result>, 'toJson'>,
): RunSummary<unknown> {
  if (!toJson) return summary;
  const inputs = summary.inputs.map((input) =>
    'result' in input ? { ...input, result: toJson(input.result) } : input,
  );
  return { ...summary, inputs };
}
