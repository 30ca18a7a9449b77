import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Model } from '#core/model.ts';
import type { RuntimeId } from '#core/runtime.ts';
import { root } from '../scripts/project.ts';
import { UsageError } from './command.ts';

/** What `--model` names: files on this disk, or a model that comes with the app. */
export type ModelArgument =
  | { readonly kind: 'files'; readonly paths: readonly string[]; readonly runtime: RuntimeId | undefined }
  | { readonly kind: 'model'; readonly id: string; readonly runtime: RuntimeId };

const runtimeByEnding: readonly (readonly [ending: string, runtime: RuntimeId])[] = [
  ['.onnx', 'ort'],
  ['.tflite', 'litert'],
  ['.json', 'tfjs'],
];

/**
 * A model of several files (an ONNX graph with external data, a TF.js model with its shards) is given by all its
 * paths, or by its folder.
 * @throws UsageError where a name is neither
 */
export function readModelArgument(names: readonly string[]): ModelArgument {
  const [first] = names;
  const catalogued =
    names.length === 1 && first !== undefined && !existsSync(first) ? catalogueEntry(first) : undefined;
  if (catalogued) return { kind: 'model', id: catalogued.id, runtime: catalogued.runtime };
  const paths = names.flatMap((name) => {
    if (!existsSync(name))
      throw new UsageError(`"${name}" is neither a file nor one of the models: ${ids().join(', ')}`);
    return statSync(name).isDirectory() ? readdirSync(name).map((file) => join(name, file)) : [name];
  });
  const found = runtimeByEnding.find(([ending]) => paths.some((path) => path.toLowerCase().endsWith(ending)));
  return { kind: 'files', paths, runtime: found?.[1] };
}

function ids(): string[] {
  const models = join(root, 'models');
  return readdirSync(models).filter((id) => existsSync(join(models, id, 'model.json')));
}

function catalogueEntry(id: string): Model | undefined {
  if (!ids().includes(id)) return undefined;
  return JSON.parse(readFileSync(join(root, 'models', id, 'model.json'), 'utf8')) as Model;
}
