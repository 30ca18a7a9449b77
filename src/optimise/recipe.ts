import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { AppError } from '#core/errors/error.ts';
import { JsonReader } from '#core/encoding/json-reader.ts';
import { passes, type PassId } from './passes/index.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import type { Pass, Scheme, Step, StepOptions } from './optimisation-step.ts';

const version = 1;
const steps: Readonly<Record<string, Pass | Scheme>> = { ...passes, ...schemes };

export type StepId = PassId | SchemeId;

/** A reproducible sequence of steps: the same model always gives the same bytes. */
export interface Recipe {
  readonly steps: readonly Step[];
  /** Canonical JSON with every option. Its SHA-256 identifies the recipe. */
  readonly text: string;
}

/** The passes that clean a model before a scheme, in this order. None adds operators that an engine may lack. */
const cleaningPasses = [
  'identity-elimination',
  'shape-folding',
  'constant-folding',
  'conv-batch-norm-fusion',
  'matmul-add-fusion',
  'transpose-elimination',
  'reshape-joining',
  'common-subexpressions',
  'dead-code-elimination',
] as const satisfies readonly PassId[];

/** A scheme with the options that differ from its defaults. */
export interface SchemeApplication {
  readonly scheme: SchemeId;
  readonly options: StepOptions;
}

/**
 * Creates the recipe that cleans a model and applies a scheme.
 * @param scheme if `null`, the model is only cleaned
 * @throws AppError recipe-invalid if the scheme has no such option
 */
export function createRecipe(scheme: SchemeId | null, options: StepOptions = {}): Recipe {
  return createSchemesRecipe(scheme === null ? [] : [{ scheme, options }]);
}

/**
 * Creates the recipe that cleans a model and applies schemes one after the other.
 * @throws AppError recipe-invalid if a scheme has no such option
 */
export function createSchemesRecipe(applications: readonly SchemeApplication[]): Recipe {
  const stepFields = [
    ...cleaningPasses.map((step) => ({ step })),
    ...applications.map(({ scheme, options }) => ({ step: scheme, ...options })),
  ];
  return parseRecipeFields(new JsonReader({ version, steps: stepFields }, createFieldError));
}

/** @throws AppError recipe-invalid, with the path of the first invalid field */
export function parseRecipe(text: string): Recipe {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('recipe-invalid', { reason: 'file-not-json', file: 'recipe' });
  }
  return parseRecipeFields(new JsonReader(value, createFieldError));
}

function parseRecipeFields(reader: JsonReader): Recipe {
  if (reader.readNumber('version') !== version) throw reader.createFieldError('version');
  const recipeSteps = reader.readList('steps').map(readStep);
  const text = toCanonicalJson({ version, steps: recipeSteps.map(({ id, options }) => ({ step: id, ...options })) });
  return { steps: recipeSteps, text };
}

function readStep(reader: JsonReader): Step {
  const id = reader.readText('step');
  const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
  if (!step) throw reader.createFieldError('step');
  const configured = 'configure' in step ? step.configure(reader) : step;
  const knownFields = new Set(['step', ...Object.keys(configured.options ?? {})]);
  const unknown = Object.keys(reader.fields).find((name) => !knownFields.has(name));
  if (unknown !== undefined) throw reader.createFieldError(unknown);
  return configured;
}

function createFieldError(field: string, allowed?: string): AppError {
  const facts = { field: field === '' ? 'version' : field, ...(allowed !== undefined && { allowed }) };
  return new AppError('recipe-invalid', { reason: 'field-invalid', ...facts });
}
