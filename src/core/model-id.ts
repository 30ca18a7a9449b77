import { AppError } from './error.ts';
import { repositoryName } from './hub.ts';
import type { ModelIdReason } from './reason.ts';
import { isSafePath } from './safe-path.ts';

/** The source of a model by its id, as in links and on the command line. */
export type ModelId =
  /** A name of the catalogue: `digits`. */
  | { readonly kind: 'listed'; readonly entry: null }
  /** A file of a hub's repository, `org/name:folder/file`; a browser that fetched it stores it under this id. */
  | { readonly kind: 'hub'; readonly entry: string }
  /** A file at an address without a query: a query may be a secret, and ids are part of links. */
  | { readonly kind: 'address'; readonly entry: string };

/** Report links contain ids uncut: a shortened one would name another model. */
export const maxIdCharacters = 200;
const listed = /^[a-z0-9][a-z0-9._-]{0,63}$/;
/** The addresses that the Models page accepts: https, and plain http on this machine. */
const address = /^(?:https:\/\/[a-z0-9][a-z0-9.-]*|http:\/\/(?:127\.0\.0\.1|localhost))(?::\d{1,5})?\/([^\s?#]+)$/;

/**
 * Checks only the form of an id; whether the model exists is known to the catalogue or the store. `entry` is the name
 * of its file without folders.
 * @throws AppError link-invalid
 */
export function readModelId(id: string): ModelId {
  if (id.length > maxIdCharacters) throw refused(id, 'model-id-too-long');
  if (listed.test(id)) return { kind: 'listed', entry: null };
  if (id.includes('://')) return { kind: 'address', entry: fileAt(id) };
  const colon = id.indexOf(':');
  if (colon < 0 && repositoryName.test(id)) throw refused(id, 'model-id-without-file');
  if (!repositoryName.test(id.slice(0, colon))) throw refused(id, 'model-id-form');
  const path = id.slice(colon + 1);
  if (!isSafePath(path)) throw refused(id, 'model-id-path');
  return { kind: 'hub', entry: path.slice(path.lastIndexOf('/') + 1) };
}

/** Whether a link can name it. */
export function isModelId(id: string): boolean {
  try {
    readModelId(id);
    return true;
  } catch {
    return false;
  }
}

function fileAt(id: string): string {
  const path = address.exec(id)?.[1];
  if (path === undefined) throw refused(id, 'model-id-address');
  if (!isSafePath(path)) throw refused(id, 'model-id-address-path');
  return path.slice(path.lastIndexOf('/') + 1);
}

function refused(id: string, reason: ModelIdReason): AppError {
  return new AppError('link-invalid', { reason, id: id.slice(0, 80), maxCharacters: maxIdCharacters });
}
