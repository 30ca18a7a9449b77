import type { AppError } from '../errors/error.ts';
import { getBaseName } from './file-name.ts';
import { repositoryName } from './hub-model.ts';
import { createInvalidLinkError } from '../errors/invalid-link-error.ts';
import type { LinkReason } from '../errors/reason.ts';
import { isSafePath } from './safe-path.ts';

/** The source of a model, encoded in its id in links and on the command line. */
export type ModelId =
  /** A name in the catalogue: `digits`. */
  | { readonly kind: 'short-name'; readonly entry: null }
  /** A file of a Hub repository, `org/name:folder/file`, which is stored under this id after its download. */
  | { readonly kind: 'hub'; readonly entry: string }
  /** A file at a URL without a query, which could contain a secret, because ids occur in links. */
  | { readonly kind: 'address'; readonly entry: string }
  /** A copy of a file of the user, stored under its name and the first digits of its SHA-256: `model.onnx (0a1b2c3d)`. */
  | { readonly kind: 'copy'; readonly entry: string }
  /** A path in the companion's model folder, `companion:folder/file`. */
  | { readonly kind: 'companion'; readonly entry: string }
  /** A model of a remote server that the companion uses, `server:name/model`. Its files are unknown. */
  | { readonly kind: 'server'; readonly entry: null };

/** The maximum length of an id. Report links contain ids in full, because a truncated id would name another model. */
export const maxIdCharacters = 200;
const shortNamePattern = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** The URLs that the Models page accepts: https, and http on this machine. */
const addressPattern =
  /^(?:https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(?:127\.0\.0\.1|localhost))(?::\d{1,5})?\/([^\s?#]+)$/;

const copy = /^([^:/\\]+\.\w+) \([0-9a-f]{8}\)$/;

/** The prefix of a model of the companion, before its name there. */
const companionPrefix = /^(companion|server):/;

/**
 * Parses an id, without checking that the model exists. `entry` is the file name without folders.
 * @throws AppError link-invalid
 */
export function readModelId(id: string): ModelId {
  if (id.length > maxIdCharacters) throw createInvalidIdError(id, 'model-id-too-long');
  if (shortNamePattern.test(id)) return { kind: 'short-name', entry: null };
  if (id.includes('://')) return { kind: 'address', entry: readFileName(id) };
  const [prefix, kind] = companionPrefix.exec(id) ?? [];
  if (prefix !== undefined) {
    const name = id.slice(prefix.length);
    if (!isModelName(name)) throw createInvalidIdError(id, 'model-id-path');
    return kind === 'server' ? { kind: 'server', entry: null } : { kind: 'companion', entry: getBaseName(name) };
  }
  const [, copied] = copy.exec(id) ?? [];
  if (copied !== undefined && isSafePath(copied)) return { kind: 'copy', entry: copied };
  const colonIndex = id.indexOf(':');
  if (colonIndex < 0 && repositoryName.test(id)) throw createInvalidIdError(id, 'model-id-without-file');
  if (!repositoryName.test(id.slice(0, colonIndex))) throw createInvalidIdError(id, 'model-id-form');
  const path = id.slice(colonIndex + 1);
  if (!isSafePath(path)) throw createInvalidIdError(id, 'model-id-path');
  return { kind: 'hub', entry: getBaseName(path) };
}

/**
 * Creates the id of a model that the companion lists.
 * @param isOnServer whether a remote server has it
 */
export function createCompanionModelId(name: string, isOnServer: boolean): string {
  return `${isOnServer ? 'server' : 'companion'}:${name}`;
}

/** The name of a model in the companion; `null` for a model of this browser. */
export function getCompanionName(id: string): string | null {
  const [prefix] = companionPrefix.exec(id) ?? [];
  return prefix === undefined ? null : id.slice(prefix.length);
}

/** Whether this browser can store a model with this id. */
export function isStorable(id: string): boolean {
  return ['hub', 'address', 'copy'].includes(readModelId(id).kind);
}

/** Whether the name of a model in the companion is valid: a safe path, or a server and its model, such as `far/llama3:8b`. */
export function isModelName(name: string): boolean {
  const [first = '', ...others] = name.split('/');
  return isSafePath([first, ...others.map((segment) => segment.replaceAll(':', '_'))].join('/'));
}

/** Whether the id is valid. */
export function isModelId(id: string): boolean {
  try {
    readModelId(id);
    return true;
  } catch {
    return false;
  }
}

function readFileName(id: string): string {
  const path = addressPattern.exec(id)?.[1];
  if (path === undefined) throw createInvalidIdError(id, 'model-id-address');
  if (!isSafePath(path)) throw createInvalidIdError(id, 'model-id-address-path');
  return getBaseName(path);
}

function createInvalidIdError(id: string, reason: LinkReason): AppError {
  return createInvalidLinkError({ reason, id: id.slice(0, 80), maxCharacters: maxIdCharacters });
}
