import { AppError } from '#core/errors/error.ts';
import type { StepOptions } from '#optimise/optimisation-step.ts';
import { createRecipe, type Recipe } from '#optimise/recipe.ts';
import { schemes, unavailableSchemes, type SchemeId } from '#optimise/schemes/index.ts';
import { optimise as words } from '#words/en/models/optimise.ts';
import { UsageError } from '../command.ts';

export const schemeIds = Object.keys(schemes) as readonly SchemeId[];

/** The value of `--scheme`. */
interface SchemeArgument {
  readonly id: SchemeId;
  /** The options that differ from the defaults. */
  readonly options: StepOptions;
  readonly recipe: Recipe;
}

/**
 * Parses `<scheme>[:<option>=<value>,...]`.
 * @param excluded the nodes that the scheme leaves unchanged
 * @throws UsageError
 */
export function parseScheme(text: string, excluded: readonly string[] | undefined): SchemeArgument {
  const [name = '', ...rest] = text.split(':');
  const id = schemeIds.find((candidate) => candidate === name);
  if (!id) throw new UsageError(describeUnknownScheme(name));
  const options = { ...parseOptionList(rest.join(':')), ...(excluded && { excludedNodes: excluded }) };
  return { id, options, recipe: createSchemeRecipe(id, options) };
}

function describeUnknownScheme(name: string): string {
  const alias = name === 'bf16' ? 'bfloat16' : name.toLowerCase();
  const unavailableScheme = unavailableSchemes.find((id) => id === alias);
  if (unavailableScheme) return `--scheme "${name}" is not available. ${words.unavailable[unavailableScheme]}`;
  return `--scheme must be one of ${schemeIds.join(', ')}, not "${name}"`;
}

/** @throws UsageError with the name of the invalid option */
function createSchemeRecipe(id: SchemeId, options: StepOptions) {
  try {
    return createRecipe(id, options);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const option = String(error.facts['field']).replace(/^steps\[\d+\]\./, '');
    const knownOptions = Object.keys(schemes[id].options);
    const { allowed } = error.facts;
    throw new UsageError(
      knownOptions.includes(option.replace(/\[.*/, ''))
        ? `--scheme ${id}: the value of ${option} is not valid${allowed === undefined ? '' : `; it can be ${String(allowed)}`}`
        : `--scheme ${id} has no option "${option}"; it has ${knownOptions.join(', ')}`,
      { cause: error },
    );
  }
}

/**
 * Parses options such as `bits=8,symmetric=false` as JSON values. Strings need no quotes.
 * @throws UsageError
 */
function parseOptionList(text: string): StepOptions {
  // Splits at commas, except inside brackets.
  const pairs = text.split(/,(?![^[]*\])/).filter((pair) => pair !== '');
  return Object.fromEntries(
    pairs.map((pair): [string, unknown] => {
      const [name = '', ...value] = pair.split('=');
      if (value.length === 0) throw new UsageError(`--scheme: "${pair}" is not of the form <option>=<value>`);
      return [name, parseJsonValue(value.join('='))];
    }),
  );
}

function parseJsonValue(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
