import type { Inspection } from '#bridge/inspect-contract.ts';
import { summariseCoverage } from '#planner/coverage/coverage.ts';
import { combineFacts } from '#planner/combine-facts.ts';
import type { Variant } from '#planner/variants.ts';
import { listPageTensorEngines } from '#core/engine/engines.ts';
import { getParentFolder } from '#core/model/file-name.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { HubFile } from '#core/model/hub-model.ts';
import type { WorkloadId } from '#core/model/model.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { readFacts } from '#formats/index.ts';
import { selectModelFiles, toByteSources, wrapReadErrors } from '#storage/files/chosen-files.ts';
import { openRangeSource, createRangeSource } from '#storage/hub/range-source.ts';
import { readRemoteFacts } from '#storage/hub/remote-facts.ts';
import { SizeChooser } from './size-chooser.ts';

/** The facts about a model that was read. */
export interface InspectedModel {
  readonly name: string;
  readonly facts: ModelFacts;
  /** Tasks that the model fits; absent if they were not detected. */
  readonly tasks?: Inspection['tasks'];
  /** The requested sizes, and those of dimensions that no task determines; absent if no tasks were detected. */
  readonly taskSizes?: Dimensions;
  readonly isOptimisable?: boolean;
  /** The sizes of free dimensions for which the facts were computed. */
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
 * Reads the facts of the user's files, or of the entry file if there are several.
 * @param requestedSizes sizes of free dimensions
 * @throws AppError file-unreadable | input-invalid | errors from `readFacts`
 */
export async function inspectFiles(files: readonly File[], requestedSizes: Dimensions): Promise<InspectedModel> {
  const { name, source, siblings } = toByteSources(files);
  const chooser = new SizeChooser(requestedSizes);
  const facts = await wrapReadErrors(source, () => readFacts(source, name, siblings, chooser.choose));
  const [engine] = listPageTensorEngines(facts.format);
  const isOptimisable =
    facts.format === 'onnx' || (facts.format === 'safetensors' && (await isConvertibleCheckpoint(siblings)));
  if (!engine) return { name, facts, sizes: chooser.getChosen(), isOptimisable };
  const { detectFittingTasks } = await import('#sessions/fitting-tasks.ts');
  const model = selectModelFiles(files);
  const sizes = chooser.getChosen();
  const inspected = { name, facts, sizes, isOptimisable };
  // Most tasks choose the sizes of their inputs themselves, so the chosen sizes are only tried with a model that fits
  // no task without them.
  const tasks = await detectFittingTasks(model, engine);
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
 * @throws AppError fetch-failed | access-denied | errors from `inspectFiles`
 */
export async function inspectAddress(url: string, requestedSizes: Dimensions, onWait: OnWait): Promise<InspectedModel> {
  const chooser = new SizeChooser(requestedSizes);
  const remote = await readRemoteFacts(url, (address) => openRangeSource(address, { onWait }), chooser.choose);
  return { ...remote, sizes: chooser.getChosen() };
}

/**
 * Reads the facts of all files of a variant on the Hub, and combines them.
 * @throws AppError from `inspectAddress`
 */
export async function inspectVariant(
  { entry, parts }: Variant,
  repositoryFiles: readonly HubFile[],
  requestedSizes: Dimensions,
  onWait: OnWait,
): Promise<InspectedModel> {
  const folder = getParentFolder(entry.path);
  const chooser = new SizeChooser(requestedSizes);
  const toSource = ({ url, sizeBytes }: HubFile) => createRangeSource(url, sizeBytes, { onWait });
  const getRelativeName = ({ path }: HubFile) => path.slice(folder.length);
  const findSiblings = (file: HubFile) => {
    // The image size is in the preprocessor configuration in the root of the repository.
    const inRoot = repositoryFiles.filter(({ path }) => path === 'preprocessor_config.json');
    const inFolder = repositoryFiles.filter(({ path }) => path !== file.path && path.startsWith(folder));
    return new Map([
      ...inRoot.map((other) => [other.path, toSource(other)] as const),
      ...inFolder.map((other) => [getRelativeName(other), toSource(other)] as const),
    ]);
  };
  const readPart = (file: HubFile) =>
    readFacts(toSource(file), getRelativeName(file), findSiblings(file), chooser.choose);
  const facts: [ModelFacts, ...ModelFacts[]] = [await readPart(entry)];
  // Parts are read one after the other, because the sizes of each depend on those of the preceding parts.
  for (const part of parts) facts.push(await readPart(part));
  return { name: entry.path, facts: combineFacts(facts), sizes: chooser.getChosen() };
}
