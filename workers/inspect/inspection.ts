import type { Inspection } from '#bridge/inspect-contract.ts';
import { summariseCoverage } from '#planner/coverage/coverage.ts';
import { combineFacts } from '#planner/combine-facts.ts';
import type { Variant } from '#planner/variants.ts';
import { suggestSizes } from '#bench/inputs/suggested-sizes.ts';
import { listPageTensorEngines } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { getParentFolder } from '#core/model/file-name.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { HubFile } from '#core/model/hub-model.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import type { ChooseSizes } from '#formats/format.ts';
import { readFacts } from '#formats/index.ts';
import { selectModelFiles, toByteSources, wrapReadErrors } from '#storage/files/chosen-files.ts';
import { openRangeSource, createRangeSource } from '#storage/hub/range-source.ts';
import { readRemoteFacts } from '#storage/hub/remote-facts.ts';

export interface InspectedModel {
  readonly name: string;
  readonly facts: ModelFacts;
  /** As in {@link Inspection}; `undefined`, like `taskSizes`, if there are none. */
  readonly tasks?: Inspection['tasks'];
  readonly taskSizes?: Dimensions;
  readonly isOptimisable?: boolean;
  /** As in {@link Inspection}. */
  readonly sizes: Dimensions;
}

/** Maximum number of nodes shown, those with the most operations first. Heuristic, not measured. */
const maxCostliest = 50;

/** The facts that the page shows about a model. The list of all nodes stays in this worker. */
export async function toInspection(model: InspectedModel): Promise<Inspection> {
  const {
    name,
    facts: { nodes, ...facts },
    sizes,
    tasks = [],
    taskSizes = {},
    isOptimisable = false,
  } = model;
  const costliest = [...nodes].sort((a, b) => (b.flops ?? -1) - (a.flops ?? -1)).slice(0, maxCostliest);
  const { estimateCoverage: coverageOf } = await import('#planner/coverage/index.ts');
  const coverage = coverageOf(model.facts).map(summariseCoverage);
  return { name, facts, tasks, sizes, taskSizes, isOptimisable, costliest, nodeCount: nodes.length, coverage };
}

/**
 * Chooses, for all files of a model, the given sizes, otherwise the image processor's, otherwise suggested ones.
 */
function createSizeChooser(given: Dimensions) {
  const sizes = new Map<string, number>();
  const choose: ChooseSizes = (signature, imageSizes) => {
    const chosen = { ...suggestSizes(signature), ...imageSizes };
    for (const name of Object.keys(chosen)) if (Object.hasOwn(given, name)) chosen[name] = given[name]!;
    for (const [name, size] of Object.entries(chosen)) sizes.set(name, size);
    return chosen;
  };
  /**
   * All sizes chosen.
   * @throws AppError input-invalid if one was given for a dimension that the model does not have
   */
  const chooseSizes = (): Dimensions => {
    const unknown = Object.keys(given).find((name) => !sizes.has(name));
    if (unknown === undefined) return Object.fromEntries(sizes);
    throw new AppError('input-invalid', {
      name: unknown,
      reason: 'no-such-dimension',
      known: [...sizes.keys()].join(', '),
    });
  };
  return { choose, chosen: chooseSizes };
}

/**
 * Reads the facts of chosen files; for several files, the facts of the one that an engine opens first.
 * @param given sizes of free dimensions
 * @throws AppError what `readFacts` throws, and file-unreadable | input-invalid
 */
export async function inspectFiles(files: readonly File[], given: Dimensions): Promise<InspectedModel> {
  const { name, source, siblings } = toByteSources(files);
  const { choose, chosen } = createSizeChooser(given);
  const facts = await wrapReadErrors(source, () => readFacts(source, name, siblings, choose));
  const [engine] = listPageTensorEngines(facts.format);
  const isOptimisable = facts.format === 'onnx' || (facts.format === 'safetensors' && (await isKnown(siblings)));
  if (!engine) return { name, facts, sizes: chosen(), isOptimisable };
  const { detectFittingTasks } = await import('#sessions/fitting-tasks.ts');
  const [model, sizes] = [selectModelFiles(files), chosen()];
  const tasks = await detectFittingTasks(model, engine);
  const about = { name, facts, sizes, isOptimisable };
  if (tasks.length > 0) return { ...about, tasks, taskSizes: given };
  return { ...about, tasks: await detectFittingTasks(model, engine, sizes), taskSizes: sizes };
}

async function isKnown(siblings: ReturnType<typeof toByteSources>['siblings']): Promise<boolean> {
  const { isConvertible } = await import('#convert/open-checkpoint.ts');
  return isConvertible(siblings);
}

/** The facts of a standard workload, which is built first. */
export async function inspectWorkload(id: WorkloadId): Promise<InspectedModel> {
  const { workloads } = await import('#bench/workloads/index.ts');
  return inspectFiles([new File([workloads[id].build()], `${id}.onnx`)], {});
}

type OnWait = (waitMs: number) => void;

/** @throws AppError what `inspectFiles` throws, and fetch-failed | access-denied */
export async function inspectAddress(url: string, given: Dimensions, onWait: OnWait): Promise<InspectedModel> {
  const { choose, chosen } = createSizeChooser(given);
  const read = await readRemoteFacts(url, (address) => openRangeSource(address, { onWait }), choose);
  return { ...read, sizes: chosen() };
}

/**
 * The combined facts of all parts of a variant on the Hub.
 * @throws AppError what `inspectAddress` throws
 */
export async function inspectVariant(
  { entry, parts }: Variant,
  all: readonly HubFile[],
  given: Dimensions,
  onWait: OnWait,
): Promise<InspectedModel> {
  const folder = getParentFolder(entry.path);
  const { choose, chosen } = createSizeChooser(given);
  const toSource = ({ url, sizeBytes }: HubFile) => createRangeSource(url, sizeBytes, { onWait });
  const withRelativeName = (file: HubFile) => [file.path.slice(folder.length), file] as const;
  const read = (part: HubFile) => {
    const inFolder = all.filter(({ path }) => path !== part.path && path.startsWith(folder));
    // The image size is in the preprocessor config at the top of the repository.
    const atTop = all.filter(({ path }) => path === 'preprocessor_config.json');
    const named = [...atTop.map((file) => [file.path, file] as const), ...inFolder.map(withRelativeName)];
    const siblings = new Map(named.map(([name, file]) => [name, toSource(file)]));
    return readFacts(toSource(part), part.path.slice(folder.length), siblings, choose);
  };
  const [first, ...others] = await Promise.all([read(entry), ...parts.map(read)]);
  return { name: entry.path, facts: combineFacts([first, ...others]), sizes: chosen() };
}
