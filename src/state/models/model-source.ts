import type { Variant } from '#planner/variants.ts';
import { fileNameAt } from '#core/file-name.ts';
import type { FetchRequest } from '#core/storage.ts';
import type { ModelInput } from './parse-model-input.ts';

/** The source of the model shown. */
export type Source =
  | { readonly kind: 'files'; readonly files: readonly File[]; readonly storedId: string | null }
  | { readonly kind: 'remote'; readonly request: FetchRequest }
  | { readonly kind: 'ours'; readonly id: string };

/** The source of a bundled model, or of one file at a URL. */
export function sourceOf(typed: Exclude<ModelInput, { kind: 'repository' }>): Source {
  if (typed.kind === 'ours') return { kind: 'ours', id: typed.model.id };
  const { url } = typed;
  const name = fileNameAt(url) || 'model';
  const file = { url, name, sha256: null, sizeBytes: null };
  return { kind: 'remote', request: { id: url, entry: name, source: url, files: [file] } };
}

/** The download of a variant: file names relative to their common folder, and the id that links use. */
export function requestFor({ entry, files }: Variant, repository: string): FetchRequest {
  const folder = entry.path.slice(0, entry.path.lastIndexOf('/') + 1);
  const named = files.map(({ path, ...file }) => ({ ...file, name: path.slice(folder.length) }));
  return { id: `${repository}:${entry.path}`, entry: entry.path.slice(folder.length), source: entry.url, files: named };
}
