import { statSync } from 'node:fs';
import { UsageError } from './command.ts';
import type { ModelArgument } from './model-argument.ts';

/** Rejects options that the command would ignore. @throws UsageError for the first of `names` in `values` */
export function rejectOptions(values: object, names: readonly string[], why: string): void {
  const unused = names.find((name) => name in values);
  if (unused !== undefined) throw new UsageError(`--${unused} ${why}`);
}

/** @throws UsageError if there is no such file */
export function checkFile(path: string, hint: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no file "${path}"`);
  if (found.isDirectory()) throw new UsageError(`"${path}" is a folder: ${hint}`);
  if (!found.isFile()) throw new UsageError(`"${path}" is not a file`);
}

/** @throws UsageError if a bundled model does not run on the requested engine */
export function checkRuntime(model: ModelArgument | undefined, runtime: string | undefined): void {
  if (model?.kind !== 'model' || runtime === undefined || model.runtimes.some((id) => id === runtime)) return;
  throw new UsageError(`--runtime is "${runtime}", but the model ${model.id} runs on ${model.runtimes.join(' or ')}`);
}
