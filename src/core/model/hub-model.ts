import { AppError } from '../errors/error.ts';
import type { EngineId } from '../engine/engines.ts';

/** `organisation/name` */
export const repositoryName = /^\w[\w.-]{0,95}\/\w[\w.-]{0,95}$/;

/** A reference to a remote model, as typed: a repository of a model hub, with or without a file, or a URL. */
export type RemoteReference =
  | {
      readonly kind: 'repository';
      readonly repository: string;
      readonly revision: string;
      readonly file: string | null;
    }
  | { readonly kind: 'address'; readonly url: string };

/** One file of a repository, as listed by the Hub. */
export interface HubFile {
  /** Relative to the repository, with forward slashes. */
  readonly path: string;
  readonly sizeBytes: number;
  /** `null` for small files, for which the Hub stores no SHA-256. */
  readonly sha256: string | null;
  readonly url: string;
}

export interface Repository {
  readonly id: string;
  /** The listed commit, so that the files match the listing. */
  readonly revision: string;
  readonly licence: string | null;
  readonly files: readonly HubFile[];
}

/**
 * Parses `org/name`, `org/name:file`, `org/name@revision:file`, URLs of the Hub's pages and files, and any other http(s) URL
 * of a file.
 * @param hub the Hub's URL
 * @throws AppError address-invalid
 */
export function parseRemote(text: string, hub: string): RemoteReference {
  const typed = text.trim();
  if (/^https?:\/\//i.test(typed)) {
    const base = hub.endsWith('/') ? hub : `${hub}/`;
    return typed.startsWith(base) ? parsePageUrl(typed, typed.slice(base.length)) : { kind: 'address', url: typed };
  }
  const [, repository = '', revision = 'main', file = null] = /^([^@:]*)(?:@([^:]+))?(?::(.+))?$/.exec(typed) ?? [];
  return createReference(typed, repository, revision, file);
}

/** `org/name`, `org/name/tree/<revision>`, `org/name/(resolve|blob)/<revision>/<file>`. */
function parsePageUrl(typed: string, page: string): RemoteReference {
  const [path = ''] = page.split(/[?#]/);
  const [organisation = '', name = '', view, revision, ...file] = path
    .split('/')
    .map((segment) => decodeSegment(segment, typed));
  const filePath = view === 'resolve' || view === 'blob' ? file.join('/') : null;
  return createReference(typed, `${organisation}/${name}`, revision || 'main', filePath);
}

function decodeSegment(segment: string, typed: string): string {
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new AppError('address-invalid', { reason: 'not-percent-encoded', text: typed }, { cause });
  }
}

function createReference(typed: string, repository: string, revision: string, file: string | null): RemoteReference {
  if (!repositoryName.test(repository)) {
    throw new AppError('address-invalid', { reason: 'not-a-model-address', text: typed });
  }
  return { kind: 'repository', repository, revision, file };
}

/**
 * A catalogue entry of a model on the Hub: `models/<id>/hub.json`. It has no hashes, because a download is verified by the
 * Hub's listing.
 */
export interface HubModel {
  readonly id: string;
  readonly name: string;
  /** The model's task: a folder of `src/tasks`, or the Hub's name of a task without a page in this app. */
  readonly task: string;
  readonly engine: EngineId;
  readonly licence: string;
  readonly repository: string;
  readonly revision: string;
  /** The entry file; absent if the repository is a single model. */
  readonly file?: string;
  /** The published size of the file, shown before the Hub is contacted; absent if unknown. */
  readonly sizeBytes?: number;
  /** Number of parameters by the model card, for a forecast before the header is read; absent if unknown. */
  readonly parameters?: number;
  /** Whether it has not been downloaded from the Hub and run by this project. */
  readonly unverified: boolean;
}

/**
 * The id under which this browser stores the downloaded file of a catalogue model. Other ids are returned unchanged.
 */
export function resolveStoredId(id: string, catalogue: readonly HubModel[]): string {
  const model = catalogue.find((candidate) => candidate.id === id);
  return model?.file === undefined ? id : `${model.repository}:${model.file}`;
}

/** Formats a reference as users type it. */
export function formatHubReference({ repository, revision, file }: HubModel): string {
  return `${repository}${revision === 'main' ? '' : `@${revision}`}${file === undefined ? '' : `:${file}`}`;
}
