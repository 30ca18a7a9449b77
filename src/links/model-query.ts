import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import type { LinkQuery } from './link-query.ts';

/** The model of a link; at most one field is set. */
interface NamedModel {
  /** The id of a bundled or stored model. */
  readonly modelId: string | null;
  /** The id of a linked model, which this browser can open from the user's disk. */
  readonly linkedId: string | null;
  /** Whether the user chooses the files. */
  readonly expectsFile: boolean;
}

export const modelNames = ['model', 'linked', 'file'] as const;
/** Names of the parameters for the baseline, in the order of {@link modelNames}. */
export const baselineNames = ['baseline', 'baseline-linked', 'baseline-file'] as const;

/**
 * Reads the model of a link.
 * @throws AppError link-invalid if the link names several
 */
export function readModel(link: LinkQuery, names: typeof modelNames | typeof baselineNames = modelNames): NamedModel {
  const presentNames = names.filter((name) => link.readText(name) !== null);
  if (presentNames.length > 1) {
    throw createInvalidLinkError({
      reason: 'not-one-subject',
      named: presentNames.join(', '),
      choices: names.join(', '),
    });
  }
  const [modelName, linkedName, fileName] = names;
  return {
    modelId: link.readText(modelName),
    linkedId: link.readText(linkedName),
    expectsFile: link.readChoice(fileName, ['1']) !== null,
  };
}
