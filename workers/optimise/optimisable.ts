import type { OptimisableModel, OptimisableSubject, SchemeOffer } from '#bridge/optimise-contract.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import { needsConversion, openAsOnnx } from '#convert/open-checkpoint.ts';
import { AppError } from '#core/errors/error.ts';
import { getBaseName } from '#core/model/file-name.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { moveToExternalData } from '#formats/onnx/external-data.ts';
import { readModelFacts } from '#formats/onnx/onnx-facts.ts';
import type { OnnxModel } from '#formats/onnx/onnx-model.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { detectFormat } from '#formats/index.ts';
import { estimateScheme } from '#optimise/estimate-scheme.ts';
import { isPruningScheme } from '#optimise/iterative-pruning.ts';
import { readLineage } from '#optimise/optimise-model.ts';
import { schemes, type SchemeId } from '#optimise/schemes/index.ts';
import { createRecipe } from '#optimise/recipe.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import { estimateSpeeds } from '#planner/scheme-speed.ts';
import { listFittingTasks } from '#sessions/task-session.ts';
import { hashSource } from '#storage/hash-source.ts';
import { toModelFile } from './model-file.ts';
import { openModelSources, readSource } from '../session/model-sources.ts';

/** The files of a model to optimise. */
export interface OptimisableFiles {
  /** Name of the entry file. */
  readonly name: string;
  readonly source: ByteSource;
  /** The other files by path relative to the entry's folder (`findSiblings`). */
  readonly siblings: ReadonlyMap<string, ByteSource>;
  readonly isConverted: boolean;
}

/**
 * Opens the files of a model to optimise.
 * @throws AppError model-unknown | model-not-stored | model-corrupt | file-unreadable
 */
export async function loadOptimisable(subject: OptimisableSubject): Promise<OptimisableFiles> {
  const { entry, source, siblings } = await openModelSources(subject);
  const { id } = await readSource(source, () => detectFormat(source, entry));
  if (id !== 'onnx' && id !== 'safetensors' && id !== 'gguf')
    throw new AppError('model-unknown', { model: entry, detectedAs: id });
  const name = getBaseName(entry);
  return { name, source, siblings, isConverted: needsConversion(name) };
}

/**
 * Opens the original model. Its weights remain in its files.
 * @throws AppError from `openAsOnnx`
 */
export function openOptimisable({ name, source, siblings }: OptimisableFiles): Promise<OnnxModel> {
  return readSource(source, () => openAsOnnx(name, source, siblings));
}

/** Lists the files other than weights that the optimised model also needs, such as a tokenizer and labels. */
export function listSidecars({ siblings }: OptimisableFiles): readonly (readonly [name: string, source: ByteSource])[] {
  return [...siblings].filter(([name]) => isSidecar(name) && !name.includes('/'));
}

/** Copies these files into memory, so that the page can use them after this worker has ended. */
export function copySidecars(files: OptimisableFiles): Promise<readonly File[]> {
  return Promise.all(listSidecars(files).map(async ([name, source]) => new File([await source.arrayBuffer()], name)));
}

const isSidecar = (name: string) => /\.(json|txt|model)$/i.test(name) && !/\.index\.json$/i.test(name);

/**
 * Reads the facts about a model, with estimates of all schemes.
 * @throws AppError from {@link openOptimisable}
 */
export async function inspectOptimisable(
  files: OptimisableFiles,
  hasSamples: boolean,
  profile: DeviceProfile | null,
): Promise<OptimisableModel> {
  const model = await openOptimisable(files);
  const sizeBytes = sumSizes(files);
  let sizes: Dimensions = {};
  const chooseSizes = (signature: Parameters<typeof suggestSizes>[0]) => (sizes = suggestSizes(signature));
  const facts = readModelFacts(model, sizeBytes, files.siblings, { chooseSizes });
  const offers: SchemeOffer[] = [];
  for (const id of Object.keys(schemes) as SchemeId[]) {
    const recipe = createRecipe(id);
    const step = recipe.steps.at(-1)!;
    offers.push({
      id,
      options: schemes[id].options,
      recipe: recipe.text,
      pruning: isPruningScheme(id) ? id : null,
      speeds: estimateSpeeds(facts, profile, step),
      ...(await estimateScheme(model, step, { sizeBytes, hasSamples })),
    });
  }
  return {
    name: files.name,
    parentSha256: await readSource(files.source, () => hashSource(files.source)),
    sizeBytes,
    parameters: facts.parameters ?? 0,
    activationBytes: facts.peakActivationBytes,
    isConverted: files.isConverted,
    lineage: readLineage(facts.metadata),
    sizes,
    tasks: await findTasks(model, files),
    cleaning: createRecipe(null).text,
    schemes: offers,
    conversions: [],
    quantisedAs: null,
  };
}

/** The size of the model without its sidecar files. */
function sumSizes({ source, siblings }: OptimisableFiles): number {
  const weights = [...siblings].filter(([name]) => !isSidecar(name));
  return weights.reduce((sum, [, { size }]) => sum + size, source.size);
}

/** Detects the tasks from the graph, without weights. */
async function findTasks(model: OnnxModel, files: OptimisableFiles) {
  const name = 'model.onnx';
  const header = await toModelFile(encodeOnnx(moveToExternalData(model, 'weights').model), name);
  const modelFiles = new Map<string, ByteSource>([[name, header], ...listSidecars(files)]);
  return listFittingTasks({ id: name, entry: name, files: modelFiles }, 'ort');
}
