import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { AppError } from '#core/errors/error.ts';
import { createMessage, type OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { sumPartSizes, type FileParts } from '#formats/file-parts.ts';
import { readExcludedNodes } from './mixed-precision.ts';
import { getDisplayName } from './schemes/node-selection.ts';
import type { Recipe } from './recipe.ts';
import { runSteps } from './run-steps.ts';
import type { StepContext, StepOutcome } from './optimisation-step.ts';

/** A completed step of a recipe. */
export interface Stage {
  readonly step: string;
  readonly outcome: StepOutcome;
  /** The size of the model after the step, as one file. */
  readonly sizeBytes: number;
}

/** The origin of an optimised model, stored in its metadata under these names with the prefix `assay.`. */
export interface Lineage {
  /** SHA-256 of the original file. */
  readonly parent: string;
  /** The recipe as canonical JSON. */
  readonly recipe: string;
}

/**
 * Runs a recipe on a model.
 * @param model changed in place; discard it if this throws
 * @param parent SHA-256 of the model's file
 * @param onStage called after each step
 * @returns the new file; its weights are computed when they are read
 * @throws any error of `runSteps` | AppError recipe-invalid if it excludes a node that the model does not have
 */
export async function optimiseModel(
  model: OnnxModel,
  parent: string,
  recipe: Recipe,
  context: StepContext,
  onStage: (stage: Stage) => void = () => {},
): Promise<FileParts> {
  const names = new Set<string>();
  for (const step of recipe.steps) {
    for (const node of model.graph?.nodes ?? []) names.add(getDisplayName(node));
    const unknown = readExcludedNodes(step.options ?? {}).find((name) => !names.has(name));
    if (unknown !== undefined) throw new AppError('recipe-invalid', { reason: 'node-unknown', name: unknown });
    const [outcome] = await runSteps(model, [step], context);
    if (outcome) onStage({ step: step.id, outcome, sizeBytes: sumPartSizes(encodeOnnx(model)) });
  }
  writeLineage(model, { parent, recipe: recipe.text });
  return encodeOnnx(model);
}

const lineagePrefix = 'assay.';

function writeLineage(model: OnnxModel, lineage: Lineage): void {
  const addedMetadata = Object.entries(lineage).map(([key, value]) =>
    createMessage('StringPair', { key: `${lineagePrefix}${key}`, value }),
  );
  model.metadata = [
    ...model.metadata.filter(({ key }) => !addedMetadata.some((addition) => addition.key === key)),
    ...addedMetadata,
  ];
}

/** Returns the lineage in a model's metadata, or `null` if Assay did not write the model. */
export function readLineage(metadata: Readonly<Record<string, string>>): Lineage | null {
  const [parent, recipe] = [metadata[`${lineagePrefix}parent`], metadata[`${lineagePrefix}recipe`]];
  return parent === undefined || recipe === undefined ? null : { parent, recipe };
}

/** Returns the SHA-256 that identifies a recipe. */
export function digestRecipe({ text }: Pick<Recipe, 'text'>): Promise<string> {
  return computeSha256Hex(new TextEncoder().encode(text));
}
