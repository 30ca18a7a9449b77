import type { Inspection } from '#bridge/inspect-contract.ts';
import { jointFacts } from '#planner/joint-facts.ts';
import type { Variant } from '#planner/variants.ts';
import { tensorEnginesFor } from '#core/engines.ts';
import type { ModelFacts } from '#core/model-facts.ts';
import type { HubFile } from '#core/hub.ts';
import { readFacts } from '#formats/index.ts';
import { chosenFiles, toByteSources, wrapReadErrors } from '#storage/chosen-files.ts';
import { openRangeSource, rangeSource } from '#storage/range-source.ts';
import { readRemoteFacts } from '#storage/remote-facts.ts';

export interface InspectedModel {
  readonly name: string;
  readonly facts: ModelFacts;
  /** As in {@link Inspection}; `undefined` if there are none. */
  readonly tasks?: Inspection['tasks'];
}

/** Maximum number of nodes shown, those with the most operations first. Heuristic, not measured. */
const maxCostliest = 50;

/** What the page shows of a model. All its nodes stay in this worker. */
export function toInspection({ name, facts: { nodes, ...facts }, tasks = [] }: InspectedModel): Inspection {
  const costliest = [...nodes].sort((a, b) => (b.flops ?? -1) - (a.flops ?? -1)).slice(0, maxCostliest);
  return { name, facts, tasks, costliest, nodeCount: nodes.length };
}

/**
 * Reads the facts of chosen files; for several files, those of the one that an engine opens first.
 * @throws AppError as `readFacts`, and file-unreadable
 */
export async function inspectFiles(files: readonly File[]): Promise<InspectedModel> {
  const { name, source, siblings } = toByteSources(files);
  const facts = await wrapReadErrors(source, () => readFacts(source, name, siblings));
  const [runtime] = tensorEnginesFor(facts.format);
  if (!runtime) return { name, facts };
  const { fittingTasks } = await import('./fitting-tasks.ts');
  return { name, facts, tasks: await fittingTasks(chosenFiles(files), runtime) };
}

type OnWait = (waitMs: number) => void;

/** @throws AppError as `readFacts`, and fetch-failed | access-denied */
export function inspectAddress(url: string, onWait: OnWait): Promise<InspectedModel> {
  return readRemoteFacts(url, (address) => openRangeSource(address, { onWait }));
}

/** The combined facts of all parts of a variant on the hub. @throws AppError as `inspectAddress` */
export async function inspectVariant(
  { entry, parts }: Variant,
  all: readonly HubFile[],
  onWait: OnWait,
): Promise<InspectedModel> {
  const folder = entry.path.slice(0, entry.path.lastIndexOf('/') + 1);
  const sourceOf = ({ url, sizeBytes }: HubFile) => rangeSource(url, sizeBytes, { onWait });
  const withRelativeName = (file: HubFile) => [file.path.slice(folder.length), file] as const;
  const read = (part: HubFile) => {
    const inFolder = all.filter(({ path }) => path !== part.path && path.startsWith(folder));
    // The image size is in the preprocessor config at the top of the repository.
    const atTop = all.filter(({ path }) => path === 'preprocessor_config.json');
    const named = [...atTop.map((file) => [file.path, file] as const), ...inFolder.map(withRelativeName)];
    const siblings = new Map(named.map(([name, file]) => [name, sourceOf(file)]));
    return readFacts(sourceOf(part), part.path.slice(folder.length), siblings);
  };
  const [first, ...others] = await Promise.all([read(entry), ...parts.map(read)]);
  return { name: entry.path, facts: jointFacts([first, ...others]) };
}
