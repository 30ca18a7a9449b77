import { statSync } from 'node:fs';
import { UsageError } from './command.ts';
import type { ModelArgument } from './model-argument.ts';

/** Refuses options that the command would ignore. @throws UsageError naming the first of `names` that is given */
export function refuseOptions(values: object, names: readonly string[], why: string): void {
  const given = names.find((name) => name in values);
  if (given !== undefined) throw new UsageError(`--${given} ${why}`);
}

/** @throws UsageError where there is no file of this name */
export function checkFile(path: string, hint: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new UsageError(`there is no file "${path}"`);
  if (found.isDirectory()) throw new UsageError(`"${path}" is a folder: ${hint}`);
  if (!found.isFile()) throw new UsageError(`"${path}" is not a file`);
}

/** @throws UsageError where a model that comes with the app is made for another engine than the one asked for */
export function checkRuntime(model: ModelArgument | undefined, runtime: string | undefined): void {
  if (model?.kind !== 'model' || runtime === undefined || model.runtimes.some((id) => id === runtime)) return;
  throw new UsageError(
    `--runtime is "${runtime}", and the model ${model.id} is one for ${model.runtimes.join(' or ')}`,
  );
}
