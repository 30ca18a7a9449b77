import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { AppError } from '#core/errors/error.ts';
import { JsonReader } from '#core/encoding/json-reader.ts';
import { passes, type PassId } from './passes/index.ts';
import { schemes, type SchemeId } from './schemes/index.ts';
import type { Pass, Scheme, Step, StepOptions } from './optimisation-step.ts';

const version = 1;
const steps: Readonly<Record<string, Pass | Scheme>> = { ...passes, ...schemes };

export type StepId = PassId | SchemeId;

/** What to do with a model, so the same model gives the same bytes again. */
export interface Recipe {
  readonly steps: readonly Step[];
  /** Canonical JSON, which lists every option; its SHA-256 identifies the recipe. */
  readonly text: string;
}

/** The passes that clean a model before a scheme, in this order. None requires more of an engine. */
const cleaning = [
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

/**
 * The recipe that cleans a model and applies a scheme.
 * @param scheme if `null`, the model is only cleaned
 * @throws AppError recipe-invalid if an option is not one of the scheme
 */
export function createRecipe(scheme: SchemeId | null, options: StepOptions = {}): Recipe {
  const givenSteps = [
    ...cleaning.map((step) => ({ step })),
    ...(scheme === null ? [] : [{ step: scheme, ...options }]),
  ];
  return parseRecipeFields(new JsonReader({ version, steps: givenSteps }, createFieldError));
}

/** @throws AppError recipe-invalid, with the path of the first field that is not valid */
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
  const listed = reader.list('steps').map(readStep);
  const text = toCanonicalJson({ version, steps: listed.map(({ id, options }) => ({ step: id, ...options })) });
  return { steps: listed, text };
}

function readStep(reader: JsonReader): Step {
  const id = reader.readText('step');
  const step = Object.hasOwn(steps, id) ? steps[id] : undefined;
  if (!step) throw reader.createFieldError('step');
  const made = 'configure' in step ? step.configure(reader) : step;
  const knownFields = new Set(['step', ...Object.keys(made.options ?? {})]);
  const unknown = Object.keys(reader.fields).find((name) => !knownFields.has(name));
  if (unknown !== undefined) throw reader.createFieldError(unknown);
  return made;
}

function createFieldError(field: string, allowed?: string): AppError {
  const facts = { field: field === '' ? 'version' : field, ...(allowed !== undefined && { allowed }) };
  return new AppError('recipe-invalid', { reason: 'field-invalid', ...facts });
}
