import { AppError } from '#core/errors/error.ts';
import { areSameFiles } from '#deploy/are-same-files.ts';
import type { Version } from '#deploy/deployment.ts';
import { parseRoute } from '#links/route.ts';
import { parseRunLink, type RunLink } from '#links/run-link.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { openLinkedModel } from '../picker/reopen-model.ts';
import { OpenModel, type ModelSelection } from '../run/open-model.svelte.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { hubCatalogue } from '../shell/hub-catalogue.ts';
import { listModelFiles } from './model-files.ts';

/**
 * Opens the model of a version as it was deployed, after checking that its files are unchanged.
 * @throws AppError deployment-changed if a file has changed; model-not-stored if it was deleted; file-permission-denied if only a click can open a linked
 *   model; any error while opening
 */
export async function openVersion(version: Version): Promise<OpenModel> {
  const link = parseVersionLink(version);
  const model = await loadVersionModel(version);
  const opened = new OpenModel();
  const { engine, device, threads, dimensions, task, detection } = link;
  const settings = pickEngineSettings(link);
  const { maxOverlap } = detection;
  const error = await opened.open({ model, engine, device, threads, ...settings, dimensions, task, maxOverlap });
  if (error) throw error;
  return opened;
}

/** @throws any error of `parseRunLink` */
export function parseVersionLink(version: Pick<Version, 'link'>): RunLink {
  const route = parseRoute(version.link);
  const query = 'query' in route ? route.query : new URLSearchParams();
  return parseRunLink(query, { models: bundledModels, hubModels: hubCatalogue });
}

/**
 * Finds the model of a version, after checking that its files are unchanged.
 * @throws AppError as {@link openVersion}, except errors while opening
 */
export async function loadVersionModel(version: Version): Promise<ModelSelection['model']> {
  const { model, linkedId } = parseVersionLink(version);
  if (model) {
    const files = await listModelFiles(model);
    if (files.length === 0 && version.files.length > 0) throw new AppError('model-not-stored', { model: model.id });
    requireSameFiles(version, files);
    return model;
  }
  if (linkedId === null) throw new AppError('file-gone', { file: version.model });
  const files = await openLinkedModel(linkedId);
  if ('kind' in files) throw new AppError('file-permission-denied', { file: version.model });
  requireSameFiles(
    version,
    files.map(({ name, size }) => ({ name, sizeBytes: size })),
  );
  return files;
}

function requireSameFiles({ files, number }: Version, now: Parameters<typeof areSameFiles>[1]): void {
  if (files.length > 0 && !areSameFiles(files, now))
    throw new AppError('deployment-changed', { reason: 'other-model-files', version: number });
}
