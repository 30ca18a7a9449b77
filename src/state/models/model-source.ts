import type { Variant } from '#planner/variants.ts';
import type { Listing } from '#bridge/inspect-contract.ts';
import { AppError } from '#core/errors/error.ts';
import { getFileNameOfUrl, getParentFolder } from '#core/model/file-name.ts';
import type { FetchRequest } from '#core/model/stored-model.ts';
import type { ModelInput } from './parse-model-input.ts';

/** The source of the model shown. */
export type ModelSource =
  | { readonly kind: 'files'; readonly files: readonly File[]; readonly storedId: string | null }
  | { readonly kind: 'remote'; readonly request: FetchRequest }
  | { readonly kind: 'bundled'; readonly id: string };

/** Returns the source of a bundled model, or of one file at a URL. */
export function toModelSource(input: Exclude<ModelInput, { kind: 'repository' }>): ModelSource {
  return input.kind === 'bundled'
    ? { kind: 'bundled', id: input.model.id }
    : { kind: 'remote', request: toDownloadRequest(input.url) };
}

/** Returns the download of one file at a URL. */
export function toDownloadRequest(url: string): FetchRequest {
  const name = getFileNameOfUrl(url) || 'model';
  return { id: url, entry: name, source: url, files: [{ url, name, sha256: null, sizeBytes: null }] };
}

/** Returns the download of a variant: file names relative to the folder of its entry, and the id that links use. */
export function toVariantRequest({ entry, files }: Variant, repository: string): FetchRequest {
  const folder = getParentFolder(entry.path);
  // The tokenizer of a language model is above the folder of its graphs.
  const nameInFolder = (path: string) => (path.startsWith(folder) ? path.slice(folder.length) : path);
  const namedFiles = files.map(({ path, ...file }) => ({ ...file, name: nameInFolder(path) }));
  return {
    id: `${repository}:${entry.path}`,
    entry: entry.path.slice(folder.length),
    source: entry.url,
    files: namedFiles,
  };
}

/**
 * Chooses the variant with the requested file, otherwise the first one that an engine may open.
 * @throws AppError model-unknown | link-invalid
 */
export function chooseVariant({ repository, variants }: Listing, file: string | null): Variant {
  if (file !== null) {
    const matchingVariant = variants.find(({ files }) => files.some(({ path }) => path === file));
    if (matchingVariant) return matchingVariant;
    throw new AppError('link-invalid', { reason: 'no-such-model-file', repository: repository.id, file });
  }
  const first = variants.find(({ format }) => format !== 'safetensors') ?? variants[0];
  if (!first) throw new AppError('model-unknown', { model: repository.id, detectedAs: 'unrecognised' });
  return first;
}
