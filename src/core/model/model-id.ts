import type { AppError } from '../errors/error.ts';
import { getBaseName } from './file-name.ts';
import { repositoryName } from './hub-model.ts';
import { createInvalidLinkError } from '../errors/invalid-link-error.ts';
import type { LinkReason } from '../errors/reason.ts';
import { isSafePath } from './safe-path.ts';

/** The source of a model as encoded in its id, in links and on the command line. */
export type ModelId =
  /** A name in the catalogue: `digits`. */
  | { readonly kind: 'short-name'; readonly entry: null }
  /** A file of a Hub repository, `org/name:folder/file`; once downloaded, it is stored under this id. */
  | { readonly kind: 'hub'; readonly entry: string }
  /** A file at a URL without a query: a query may contain a secret, and ids appear in links. */
  | { readonly kind: 'address'; readonly entry: string }
  /** A model in the companion's own folder, `companion:folder/file`: its path there. */
  | { readonly kind: 'companion'; readonly entry: string }
  /** A model of a remote server that the companion reaches, `server:name/model`; its files are not known. */
  | { readonly kind: 'server'; readonly entry: null };

/** Report links contain ids in full: a truncated one would name another model. */
export const maxIdCharacters = 200;
const shortName = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** The URLs that the Models page accepts: https, and http on this machine. */
const address = /^(?:https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(?:127\.0\.0\.1|localhost))(?::\d{1,5})?\/([^\s?#]+)$/;

/** Ids that begin like this are for models that the companion has under the name that follows. */
const companionPrefix = /^(companion|server):/;

/**
 * Checks only the form of an id, not whether the model exists. `entry` is the name of its file without folders.
 * @throws AppError link-invalid
 */
export function readModelId(id: string): ModelId {
  if (id.length > maxIdCharacters) throw createInvalidIdError(id, 'model-id-too-long');
  if (shortName.test(id)) return { kind: 'short-name', entry: null };
  if (id.includes('://')) return { kind: 'address', entry: readFileName(id) };
  const [prefix, kind] = companionPrefix.exec(id) ?? [];
  if (prefix !== undefined) {
    const name = id.slice(prefix.length);
    if (!isModelName(name)) throw createInvalidIdError(id, 'model-id-path');
    return kind === 'server' ? { kind: 'server', entry: null } : { kind: 'companion', entry: getBaseName(name) };
  }
  const colon = id.indexOf(':');
  if (colon < 0 && repositoryName.test(id)) throw createInvalidIdError(id, 'model-id-without-file');
  if (!repositoryName.test(id.slice(0, colon))) throw createInvalidIdError(id, 'model-id-form');
  const path = id.slice(colon + 1);
  if (!isSafePath(path)) throw createInvalidIdError(id, 'model-id-path');
  return { kind: 'hub', entry: getBaseName(path) };
}

/**
 * The id of a model that the companion lists.
 * @param isOnServer whether a remote server has it
 */
export function createCompanionModelId(name: string, isOnServer: boolean): string {
  return `${isOnServer ? 'server' : 'companion'}:${name}`;
}

/** The name under which the companion has a model; `null` if it is a model of this browser. */
export function nameInCompanion(id: string): string | null {
  const [prefix] = companionPrefix.exec(id) ?? [];
  return prefix === undefined ? null : id.slice(prefix.length);
}

/** Whether this browser stores a model of this id once it is downloaded. */
export function isStorable(id: string): boolean {
  return ['hub', 'address'].includes(readModelId(id).kind);
}

/** Whether it can be the name of a model in the companion: a safe path, or a server and its model, such as `far/llama3:8b`. */
export function isModelName(name: string): boolean {
  const [first = '', ...rest] = name.split('/');
  return isSafePath([first, ...rest.map((step) => step.replaceAll(':', '_'))].join('/'));
}

/** Whether the id can be used in a link. */
export function isModelId(id: string): boolean {
  try {
    readModelId(id);
    return true;
  } catch {
    return false;
  }
}

function readFileName(id: string): string {
  const path = address.exec(id)?.[1];
  if (path === undefined) throw createInvalidIdError(id, 'model-id-address');
  if (!isSafePath(path)) throw createInvalidIdError(id, 'model-id-address-path');
  return getBaseName(path);
}

function createInvalidIdError(id: string, reason: LinkReason): AppError {
  return createInvalidLinkError({ reason, id: id.slice(0, 80), maxCharacters: maxIdCharacters });
}
