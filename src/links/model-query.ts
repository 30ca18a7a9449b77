import { invalidLinkError } from '#core/invalid-link-error.ts';
import type { LinkQuery } from './link-query.ts';

/** How a link names its model; at most one of them is set. */
interface NamedModel {
  /** The id of a bundled or stored model. */
  readonly named: string | null;
  /** The id of a linked model, whose files this browser can open from the user's disk. */
  readonly linked: string | null;
  /** Whether the user chooses the files. */
  readonly expectsFile: boolean;
}

export const modelNames = ['model', 'linked', 'file'];

/** @throws AppError link-invalid if the link names more than one */
export function readModel(link: LinkQuery): NamedModel {
  const given = modelNames.filter((name) => link.text(name) !== null);
  if (given.length > 1) {
    throw invalidLinkError({ reason: 'not-one-subject', named: given.join(', '), choices: modelNames.join(', ') });
  }
  const expectsFile = link.oneOf('file', ['1']) !== null;
  return { named: link.text('model'), linked: link.text('linked'), expectsFile };
}
