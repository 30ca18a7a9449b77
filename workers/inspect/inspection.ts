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

/** The facts about a model that was read. */
export interface InspectedModel {
  readonly name: string;
  readonly facts: ModelFacts;
  /** As in {@link Inspection}. */
  readonly tasks?: Inspection['tasks'];
  readonly taskSizes?: Dimensions;
  readonly isOptimisable?: boolean;
  /** As in {@link Inspection}. */
  readonly sizes: Dimensions;
}

/** Maximum number of nodes in the list of the costliest nodes. Heuristic, not measured. */
const maxCostliestNodes = 50;

/** Returns the facts that the page shows about a model. The list of all nodes stays in this worker. */
export async function toInspection(model: InspectedModel): Promise<Inspection> {
  const {
    name,
    facts: { nodes, ...facts },
    sizes,
    tasks = [],
    taskSizes = {},
    isOptimisable = false,
  } = model;
  const costliest = [...nodes].sort((a, b) => (b.flops ?? -1) - (a.flops ?? -1)).slice(0, maxCostliestNodes);
  const { estimateCoverage } = await import('#planner/coverage/index.ts');
  const coverage = estimateCoverage(model.facts).map(summariseCoverage);
  return { name, facts, tasks, sizes, taskSizes, isOptimisable, costliest, nodeCount: nodes.length, coverage };
}

/**
 * Chooses the sizes of free dimensions for all files of a model: the requested ones, the image processor's, or suggested
 * ones, in this order of precedence.
 */
function createSizeChooser(requested: Dimensions) {
  const sizes = new Map<string, number>();
  const choose: ChooseSizes = (signature, imageSizes) => {
    const chosen = { ...suggestSizes(signature), ...imageSizes };
    for (const name of Object.keys(chosen)) if (Object.hasOwn(requested, name)) chosen[name] = requested[name]!;
    for (const [name, size] of Object.entries(chosen)) sizes.set(name, size);
    return chosen;
  };
  /**
   * Returns all chosen sizes.
   * @throws AppError input-invalid if a size was requested for a dimension that the model does not have
   */
  const getChosen = (): Dimensions => {
    const unknown = Object.keys(requested).find((name) => !sizes.has(name));
    if (unknown === undefined) return Object.fromEntries(sizes);
    throw new AppError('input-invalid', {
      name: unknown,
      reason: 'no-such-dimension',
      known: [...sizes.keys()].join(', '),
    });
  };
  return { choose, getChosen };
}

/**
 * Reads the facts of the user's files, or of the entry file if there are several.
 * @param requestedSizes sizes of free dimensions
 * @throws AppError file-unreadable | input-invalid | errors of `readFacts`
 */
export async function inspectFiles(files: readonly File[], requestedSizes: Dimensions): Promise<InspectedModel> {
  const { name, source, siblings } = toByteSources(files);
  const { choose, getChosen } = createSizeChooser(requestedSizes);
  const facts = await wrapReadErrors(source, () => readFacts(source, name, siblings, choose));
  const [engine] = listPageTensorEngines(facts.format);
  const isOptimisable =
    facts.format === 'onnx' || (facts.format === 'safetensors' && (await isConvertibleCheckpoint(siblings)));
  if (!engine) return { name, facts, sizes: getChosen(), isOptimisable };
  const { detectFittingTasks } = await import('#sessions/fitting-tasks.ts');
  const [model, sizes] = [selectModelFiles(files), getChosen()];
  const tasks = await detectFittingTasks(model, engine);
  const inspected = { name, facts, sizes, isOptimisable };
  if (tasks.length > 0) return { ...inspected, tasks, taskSizes: requestedSizes };
  return { ...inspected, tasks: await detectFittingTasks(model, engine, sizes), taskSizes: sizes };
}

async function isConvertibleCheckpoint(siblings: ReturnType<typeof toByteSources>['siblings']): Promise<boolean> {
  const { isConvertible } = await import('#convert/open-checkpoint.ts');
  return isConvertible(siblings);
}

/** Builds a standard workload and reads its facts. */
export async function inspectWorkload(id: WorkloadId): Promise<InspectedModel> {
  const { workloads } = await import('#bench/workloads/index.ts');
  return inspectFiles([new File([workloads[id].build()], `${id}.onnx`)], {});
}

type OnWait = (waitMs: number) => void;

/**
 * Reads the facts of a model at a URL.
 * @throws AppError fetch-failed | access-denied | errors of `inspectFiles`
 */
export async function inspectAddress(url: string, requestedSizes: Dimensions, onWait: OnWait): Promise<InspectedModel> {
  const { choose, getChosen } = createSizeChooser(requestedSizes);
  const remote = await readRemoteFacts(url, (address) => openRangeSource(address, { onWait }), choose);
  return { ...remote, sizes: getChosen() };
}

/**
 * Reads the combined facts of all files of a variant on the Hub.
 * @throws AppError of `inspectAddress`
 */
export async function inspectVariant(
  { entry, parts }: Variant,
  repositoryFiles: readonly HubFile[],
  requestedSizes: Dimensions,
  onWait: OnWait,
): Promise<InspectedModel> {
  const folder = getParentFolder(entry.path);
  const { choose, getChosen } = createSizeChooser(requestedSizes);
  const toSource = ({ url, sizeBytes }: HubFile) => createRangeSource(url, sizeBytes, { onWait });
  const withRelativeName = (file: HubFile) => [file.path.slice(folder.length), file] as const;
  const readFile = (file: HubFile) => {
    const inFolder = repositoryFiles.filter(({ path }) => path !== file.path && path.startsWith(folder));
    // The image size is in the preprocessor configuration in the root of the repository.
    const inRoot = repositoryFiles.filter(({ path }) => path === 'preprocessor_config.json');
    const named = [...inRoot.map((other) => [other.path, other] as const), ...inFolder.map(withRelativeName)];
    const siblings = new Map(named.map(([name, other]) => [name, toSource(other)]));
    return readFacts(toSource(file), file.path.slice(folder.length), siblings, choose);
  };
  const [first, ...others] = await Promise.all([readFile(entry), ...parts.map(readFile)]);
  return { name: entry.path, facts: combineFacts([first, ...others]), sizes: getChosen() };
}
