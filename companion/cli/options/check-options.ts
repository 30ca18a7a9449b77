import { existsSync, realpathSync, statSync } from 'node:fs';
import { access, constants, open, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { engineSettings, listSupportedSettings, type SettingId } from '#core/engine/engine-settings.ts';
import { listDevices, engines, renamedDevices, type EngineId } from '#core/engine/engines.ts';
import { detectEntryFile } from '#core/model/entry-file.ts';
import { readBundledModel } from '../files/catalogue-models.ts';
import { UsageError } from '../command.ts';
import type { ModelArgument } from './model-argument.ts';
import { isServerTarget, type CompanionTarget } from '../native/companion-target.ts';

/**
 * Rejects options that the command would ignore.
 * @param reason the end of the message `--option reason`
 * @throws UsageError for the first of `names` in `values`
 */
export function rejectOptions(values: object, names: readonly string[], reason: string): void {
  const unsupported = names.find((name) => name in values);
  if (unsupported !== undefined) throw new UsageError(`--${unsupported} ${reason}`);
}

/**
 * Checks that a path is a file.
 * @param hint the fix that the message suggests if the path is a folder
 * @throws UsageError if there is no such file
 */
export function checkFile(path: string, hint: string): void {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) throw new UsageError(`there is no file "${path}"`);
  if (stats.isDirectory()) throw new UsageError(`"${path}" is a folder: ${hint}`);
  if (!stats.isFile()) throw new UsageError(`"${path}" is not a file`);
}

/**
 * Checks that the requested engine opens the model.
 * @throws UsageError
 */
export function checkEngine(model: ModelArgument | undefined, engine: string | undefined): void {
  if (!model || model.kind === 'remote' || engine === undefined || model.engineIds.length === 0) return;
  if (model.engineIds.some((id) => id === engine)) return;
  const name = model.kind === 'model' ? model.id : basename(model.paths[0] ?? '');
  throw new UsageError(`--engine is "${engine}", but the model ${name} runs on ${model.engineIds.join(' or ')}`);
}

/**
 * Checks that an engine of the page supports the requested device and settings, because it would otherwise ignore them.
 * @throws UsageError
 */
export function checkEngineOptions(
  engine: EngineId,
  values: Readonly<Record<string, unknown>>,
  settings: readonly SettingId[],
): void {
  const requestedDevice = values['device'];
  const devices: readonly string[] = listDevices(engine, 'page');
  if (typeof requestedDevice === 'string' && !devices.includes(renamedDevices[requestedDevice] ?? requestedDevice)) {
    throw new UsageError(`--device is "${requestedDevice}", but ${engine} runs on ${devices.join(' or ')}`);
  }
  const unsupported = settings.map((id) => engineSettings[id]).filter(({ devices }) => !(engine in devices));
  const names = unsupported.map(({ link }) => link);
  rejectOptions(values, names, `is not a setting of ${engine}`);
  if (engines[engine].kind === 'text') rejectOptions(values, ['dims'], 'cannot be used with language models');
}

/**
 * Checks that a native engine or remote server supports the options, and that the engine opens the model's format.
 * @throws UsageError
 */
export function checkNativeOptions(
  target: CompanionTarget,
  model: ModelArgument | undefined,
  values: Readonly<Record<string, unknown>>,
  settings: readonly SettingId[],
): void {
  const { engine, device } = target;
  if (isServerTarget(target)) rejectOptions(values, ['threads'], 'cannot be set for a server');
  const names = listFileNames(model);
  const format = detectEntryFile(names)?.format;
  if (format && !engines[engine].formats.includes(format)) {
    throw new UsageError(`--target is "${engine}", which does not open ${format} files`);
  }
  const supportedSettings = listSupportedSettings(engine, device);
  const unsupported = settings.filter((id) => !supportedSettings.includes(id)).map((id) => engineSettings[id].link);
  rejectOptions(values, unsupported, `is not a setting of ${engine} on ${device}`);
}

function listFileNames(model: ModelArgument | undefined): readonly string[] {
  if (model?.kind === 'files') return model.paths.map((path) => basename(path));
  return model?.kind === 'model' ? [readBundledModel(model.id).entry] : [];
}

/**
 * Checks that an output file can be written and replaces no input, before minutes of measuring are wasted.
 * @param inputs the files and folders that the command reads; those that do not exist are ignored
 * @throws UsageError
 */
export async function checkOutput(option: string, path: string, inputs: readonly string[]): Promise<void> {
  if (path === '') throw new UsageError(`--${option} is empty: expected a file name`);
  const existingStats = await stat(path).catch(() => null);
  if (existingStats?.isDirectory()) throw new UsageError(`--${option} "${path}" is a folder: expected a file name`);
  try {
    if (existingStats) await access(path, constants.W_OK);
    else await tryToCreate(path);
  } catch (error) {
    const reason = existingStats ? 'it is read-only' : `there is no writable folder "${dirname(resolve(path))}"`;
    throw new UsageError(`--${option} "${path}" cannot be written: ${reason}`, { cause: error });
  }
  checkNoInputReplaced(option, [path], inputs);
}

/** Creates a file and removes it. Checking the folder's permissions is not enough: even root cannot write to `/proc`. */
async function tryToCreate(path: string): Promise<void> {
  await (await open(path, 'wx')).close();
  await rm(path);
}

/**
 * Checks that no output replaces a file that the command reads.
 * @param option the option that names the output
 * @param outputs the files that the command writes
 * @param inputs the files and folders that the command reads; those that do not exist are ignored
 * @throws UsageError
 */
export function checkNoInputReplaced(option: string, outputs: readonly string[], inputs: readonly string[]): void {
  const inputPaths = inputs.filter((path) => existsSync(path)).map((path) => realpathSync(path));
  for (const output of outputs.filter((path) => existsSync(path))) {
    const realOutput = realpathSync(output);
    if (inputPaths.some((path) => realOutput === path || realOutput.startsWith(`${path}${sep}`)))
      throw new UsageError(`--${option}: the command reads "${output}", and would replace it; choose another name`);
  }
}

/** @throws UsageError if two options write to the same file, also through links */
export function checkDistinctOutputs(outputs: Readonly<Record<string, string | undefined>>): void {
  const givenOutputs = Object.entries(outputs).filter((entry): entry is [string, string] => entry[1] !== undefined);
  for (const [index, [option, path]] of givenOutputs.entries()) {
    const other = givenOutputs.slice(0, index).find(([, earlier]) => resolveLinks(earlier) === resolveLinks(path));
    if (other) throw new UsageError(`--${option} and --${other[0]} name the same file "${path}"; choose another name`);
  }
}

/** Resolves the symbolic links in a path whose last segments may not exist. */
function resolveLinks(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const absolute = resolve(path);
  return dirname(absolute) === absolute ? absolute : join(resolveLinks(dirname(absolute)), basename(absolute));
}
