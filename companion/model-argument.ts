import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { RuntimeId } from '#core/engines.ts';
import { entryFile, tensorEngines } from '#core/entry-file.ts';
import { AppError } from '#core/error.ts';
import { parseRemote, publicHub, referenceOf, type HubModel } from '#core/hub.ts';
import type { Model } from '#core/model.ts';
import { root } from '../scripts/project.ts';
import { folderOf } from '../scripts/serve-models.ts';
import { UsageError } from './command.ts';

/** What `--model` names: files on this disk, a model that comes with the app, or one that is to be downloaded. */
export type ModelArgument =
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly runtime: RuntimeId | null }
  | {
      readonly kind: 'model';
      readonly id: string;
      readonly runtime: RuntimeId;
      readonly runtimes: readonly RuntimeId[];
    }
  /** A hub model of the catalogue, a model of the hub, or a URL, spelled as the Models page takes it. */
  | { readonly kind: 'remote'; readonly typed: string };

/**
 * A model of several files (an ONNX graph with external data, a TF.js model with its shards) is given by all its
 * paths, or by its folder.
 * @throws UsageError where a name is none of these
 */
export function readModelArgument(names: readonly string[]): ModelArgument {
  const [first] = names;
  if (names.length === 1 && first !== undefined && !existsSync(first)) return named(first);
  const paths = names.flatMap((name) => {
    if (!existsSync(name)) throw new UsageError(`there is no file "${name}"`);
    return statSync(name).isDirectory() ? filesIn(name) : [name];
  });
  if (paths.length === 0) throw new UsageError(`the folder "${names.join()}" holds no file`);
  return { kind: 'files', paths, runtime: tensorEngines(paths.map((path) => basename(path)))[0] ?? null };
}

function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => (entry.isFile() ? [join(folder, entry.name)] : []));
}

function named(name: string): ModelArgument {
  const [ours, listed] = [ids('model.json'), ids('hub.json')];
  if (ours.includes(name)) {
    const { runtime, entry } = read<Model>(name, 'model.json');
    return { kind: 'model', id: name, runtime, runtimes: tensorEngines([entry]) };
  }
  if (listed.includes(name) || isRemote(name)) return { kind: 'remote', typed: name };
  const known = [...ours, ...listed].join(', ');
  throw new UsageError(`"${name}" is neither a file, nor organisation/name[:file], nor a URL, nor one of: ${known}`);
}

/** The path of the entry file of a model that comes with the app. */
export function pathOfOurs(id: string): string {
  const model = read<Model>(id, 'model.json');
  return join(folderOf(root, model), model.entry);
}

/** The hub's name of a model that the catalogue lists; any other name unchanged. */
export function referenceTo(typed: string): string {
  return ids('hub.json').includes(typed) ? referenceOf(read<HubModel>(typed, 'hub.json')) : typed;
}

function read<T>(id: string, file: string): T {
  return JSON.parse(readFileSync(join(root, 'models', id, file), 'utf8')) as T;
}

/** Whether a name is one on the hub or a URL. The path of a missing file, `models/x.onnx`, is taken for neither. */
function isRemote(name: string): boolean {
  try {
    const reference = parseRemote(name, publicHub);
    if (reference.kind === 'address') return URL.canParse(reference.url);
    return reference.file !== null || entryFile([reference.repository]) === null;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function ids(file: string): string[] {
  const models = join(root, 'models');
  return readdirSync(models).filter((id) => existsSync(join(models, id, file)));
}
