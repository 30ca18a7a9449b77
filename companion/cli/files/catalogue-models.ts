import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHubReference, type HubModel } from '#core/model/hub-model.ts';
import type { Model } from '#core/model/model.ts';
import type { Catalogue } from '#links/run-link.ts';

export const projectRoot = join(import.meta.dirname, '..', '..', '..');

/** The ids of the bundled models. */
export function bundledIds(): readonly string[] {
  return idsWith('model.json');
}

/** The ids of the catalogue's models on the Hub. */
export function hubModelIds(): readonly string[] {
  return idsWith('hub.json');
}

/** The models that links can name by a short id. */
export function catalogue(): Catalogue {
  return {
    models: bundledIds().map(bundledModel),
    hubModels: hubModelIds().map((id) => read<HubModel>(id, 'hub.json')),
  };
}

/** @param id one of {@link bundledIds} */
export function bundledModel(id: string): Model {
  return read<Model>(id, 'model.json');
}

/** The path of the entry file of a bundled model. */
export function bundledModelPath(id: string): string {
  const model = bundledModel(id);
  return join(bundledModelFolder(projectRoot, model), model.entry);
}

/** The folder with the files of a bundled model. */
export function bundledModelFolder(root: string, model: Model): string {
  return model.package ? join(root, 'node_modules', model.package) : join(root, 'models', model.id);
}

/** Resolves the id of a catalogue model to its name on the Hub; returns any other name unchanged. */
export function toHubReference(typed: string): string {
  return hubModelIds().includes(typed) ? formatHubReference(read<HubModel>(typed, 'hub.json')) : typed;
}

function read<T>(id: string, file: string): T {
  return JSON.parse(readFileSync(join(projectRoot, 'models', id, file), 'utf8')) as T;
}

function idsWith(file: string): readonly string[] {
  const models = join(projectRoot, 'models');
  return readdirSync(models).filter((id) => existsSync(join(models, id, file)));
}
