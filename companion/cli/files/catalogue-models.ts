import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formatHubReference, type HubModel } from '#core/model/hub-model.ts';
import type { Model } from '#core/model/model.ts';
import type { Catalogue } from '#links/run-link.ts';

export const projectRoot = join(import.meta.dirname, '..', '..', '..');

/** Lists the ids of the bundled models. */
export function listBundledIds(): readonly string[] {
  return listIdsWith('model.json');
}

/** Lists the ids of the Hub models in the catalogue. */
export function listHubModelIds(): readonly string[] {
  return listIdsWith('hub.json');
}

/** Reads the models that links can name by a short id. */
export function readCatalogue(): Catalogue {
  return {
    models: listBundledIds().map(readBundledModel),
    hubModels: listHubModelIds().map((id) => readModelFile<HubModel>(id, 'hub.json')),
  };
}

/**
 * Reads the description of a bundled model.
 * @param id one of {@link listBundledIds}
 */
export function readBundledModel(id: string): Model {
  return readModelFile<Model>(id, 'model.json');
}

/** Finds the entry file of a bundled model, as an absolute path. */
export function findBundledModelPath(id: string): string {
  const model = readBundledModel(id);
  return join(findBundledModelFolder(projectRoot, model), model.entry);
}

/**
 * Finds the folder with the files of a bundled model.
 * @param root the absolute path of the project
 */
export function findBundledModelFolder(root: string, model: Model): string {
  return model.package ? join(root, 'node_modules', model.package) : join(root, 'models', model.id);
}

/** Resolves the id of a catalogue model to its name on the Hub; returns any other name unchanged. */
export function toHubReference(name: string): string {
  return listHubModelIds().includes(name) ? formatHubReference(readModelFile<HubModel>(name, 'hub.json')) : name;
}

function readModelFile<T>(id: string, file: string): T {
  return JSON.parse(readFileSync(join(projectRoot, 'models', id, file), 'utf8')) as T;
}

function listIdsWith(file: string): readonly string[] {
  const models = join(projectRoot, 'models');
  return readdirSync(models).filter((id) => existsSync(join(models, id, file)));
}
