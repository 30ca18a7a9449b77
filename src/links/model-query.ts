import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
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

export const modelNames = ['model', 'linked', 'file'] as const;
/** Names of the parameters for the baseline, in the order of {@link modelNames}. */
export const baselineNames = ['baseline', 'baseline-linked', 'baseline-file'] as const;

/** @throws AppError link-invalid if the link names more than one */
export function readModel(link: LinkQuery, names: typeof modelNames | typeof baselineNames = modelNames): NamedModel {
  const givenNames = names.filter((name) => link.readText(name) !== null);
  if (givenNames.length > 1) {
    throw createInvalidLinkError({
      reason: 'not-one-subject',
      named: givenNames.join(', '),
      choices: names.join(', '),
    });
  }
  const [named, linked, file] = names;
  return {
    named: link.readText(named),
    linked: link.readText(linked),
    expectsFile: link.readChoice(file, ['1']) !== null,
  };
}
