import { formatCsv } from '#core/encoding/csv.ts';
import type { AppError, ErrorCode, ErrorFacts } from '#core/errors/error.ts';
import { formatExportName } from '#core/model/file-name.ts';
import type { SessionFacts } from '#core/engine/runtime.ts';
import type { ResultTable, Task, TaskRun } from '#core/task/task.ts';
import type { ResultAgreement } from '#tasks/result-agreement.ts';
import type { TaskId } from '#tasks/index.ts';

/** The summary of a run in the page's exports and in the output of the headless command. */
export interface RunSummary<Result> {
  readonly task: TaskId;
  readonly model: string;
  readonly engine: string;
  readonly device: string;
  readonly threads: number;
  /** Absent if there was no earlier run on another model or engine. */
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

/** Summarises the inputs that ran, with model and engine: the result or error of each. */
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
  const target = { task, model: id, engine: facts.engine, device: facts.device, threads: facts.threads };
  return { ...target, ...(agreement && { agreement }), inputs: finished };
}

/** Formats the file name of a summary saved at `time`, without an extension. */
export function formatRunFileName({ task, model, engine, device }: RunSummary<unknown>, time: Date): string {
  return formatExportName([task, model, engine, device], time.toISOString());
}

/** Formats one line per row of the task's table, after the file name. */
export function formatResultsCsv<Result>(
  { inputs }: RunSummary<Result>,
  { columns, toRows }: ResultTable<Result>,
): string {
  const answered = inputs.filter((input): input is AnsweredInput<Result> => 'result' in input);
  const lines: (readonly (string | number)[])[] = [['file', ...columns]];
  for (const { file, result } of answered) for (const row of toRows(result)) lines.push([file, ...row]);
  return formatCsv(lines);
}

/** Returns the JSON of a summary, with each result in the form of its task. */
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
