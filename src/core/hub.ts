import { AppError } from './error.ts';
import type { EngineId } from './engines.ts';

/** The public hub. A mirror that speaks the same addresses may stand in its place (a setting). */
export const publicHub = 'https://huggingface.co';

/** `organisation/name` */
export const repositoryName = /^\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/;

/**
 * What a person types to name a model elsewhere: a repository of a model hub, with or without a file, or an address.
 */
export type RemoteReference =
  | {
      readonly kind: 'repository';
      readonly repository: string;
      readonly revision: string;
      readonly file: string | null;
    }
  | { readonly kind: 'address'; readonly url: string };

/** One file of a repository, as its listing has it. */
export interface HubFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Of large files; the hub keeps no SHA-256 of small ones. */
  readonly sha256: string | null;
  readonly url: string;
}

export interface Repository {
  readonly id: string;
  /** The commit that was listed, so that files and listing belong together. */
  readonly revision: string;
  readonly licence: string | null;
  readonly files: readonly HubFile[];
}

/**
 * Reads `org/name`, `org/name:file`, `org/name@revision:file`, the hub's own page and file addresses, and any other
 * http(s) address of a file.
 *
 * @param hub Address of the hub; its pages are recognised by it.
 * @throws AppError address-invalid
 */
export function parseRemote(text: string, hub: string): RemoteReference {
  const typed = text.trim();
  if (/^https?:\/\//i.test(typed)) {
    const base = hub.endsWith('/') ? hub : `${hub}/`;
    return typed.startsWith(base) ? pageReference(typed, typed.slice(base.length)) : { kind: 'address', url: typed };
  }
  const [, repository = '', revision = 'main', file = null] = /^([^@:]*)(?:@([^:]+))?(?::(.+))?$/.exec(typed) ?? [];
  return reference(typed, repository, revision, file);
}

/** `org/name`, `org/name/tree/<revision>`, `org/name/(resolve|blob)/<revision>/<file>`. */
function pageReference(typed: string, page: string): RemoteReference {
  const [path = ''] = page.split(/[?#]/);
  const [organisation = '', name = '', view, revision, ...file] = path.split('/').map((step) => decoded(step, typed));
  const inFile = view === 'resolve' || view === 'blob' ? file.join('/') : null;
  return reference(typed, `${organisation}/${name}`, revision || 'main', inFile);
}

function decoded(step: string, typed: string): string {
  try {
    return decodeURIComponent(step);
  } catch (cause) {
    throw new AppError('address-invalid', { reason: 'not-percent-encoded', text: typed }, { cause });
  }
}

function reference(typed: string, repository: string, revision: string, file: string | null): RemoteReference {
  if (!repositoryName.test(repository)) {
    throw new AppError('address-invalid', { reason: 'not-a-model-address', text: typed });
  }
  return { kind: 'repository', repository, revision, file };
}

/**
 * A catalogue entry of a model on the hub: `models/<id>/hub.json`. It has no sizes and hashes: a download is checked
 * against those in the hub's own listing.
 */
export interface HubModel {
  readonly id: string;
  readonly name: string;
  /** What it is for: a folder of `src/tasks`, or the hub's name of a task without a page in this app. */
  readonly task: string;
  readonly runtime: EngineId;
  readonly licence: string;
  readonly repository: string;
  readonly revision: string;
  /** The file to start with; absent where the repository is one model. */
  readonly file?: string;
  /** True until it was fetched from the hub and run here. */
  readonly unverified: boolean;
}

/**
 * The id under which this browser stores the file of a model among `listed` once it is downloaded; any other id
 * unchanged.
 */
export function storedIdOf(id: string, listed: readonly HubModel[]): string {
  const model = listed.find((candidate) => candidate.id === id);
  return model?.file === undefined ? id : `${model.repository}:${model.file}`;
}

/** In the form that people type. */
export function referenceOf({ repository, revision, file }: HubModel): string {
  return `${repository}${revision === 'main' ? '' : `@${revision}`}${file === undefined ? '' : `:${file}`}`;
}
