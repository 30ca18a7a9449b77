import type { EngineId } from '#core/engine/engines.ts';
import { scoredTasks, type ScoredTaskId } from '#tasks/scored-tasks.ts';
import { severities } from '#validation/robustness/severities.ts';
import { defaultSuite, type SuiteSettings } from '#validation/robustness/suite-settings.ts';
import { LinkQuery } from './link-query.ts';
import { baselineNames, readModel } from './model-query.ts';
import {
  readScoredModel,
  resolveScoredReference,
  listTaskModelNames,
  formatTaskModelQuery,
  type Catalogue,
  type ModelReference,
  type ScoredModel,
} from './run-link.ts';

/** The baseline, which is opened with the same settings. */
export interface BaselineModel {
  /** `null` if the files are on the user's disk. */
  readonly model: ModelReference<EngineId> | null;
  /** The id of a linked model. */
  readonly linkedId: string | null;
}

/** The contents of `#/evaluate?…`: all settings of an evaluation except the data. */
export interface EvaluateLink extends ScoredModel {
  /** `null` if there is none. */
  readonly baseline: BaselineModel | null;
  /** The path of the label file in the folder; `null` to find it. */
  readonly labels: string | null;
  /** The split of the dataset, e.g. `val`; `null` if it has only one. */
  readonly split: string | null;
  /** The number of items of the sample; `null` for all. */
  readonly items: number | null;
  /** The number of items after which to stop, to reproduce a stopped run; `null` to run all. */
  readonly stopAfter: number | null;
  /** The seed of the sample. */
  readonly seed: number;
  /** The corruptions to run after the items; `null` for none. */
  readonly robustness: SuiteSettings | null;
  /**
   * The number of concurrent requests of the load test; 0 for no such test, `null` for the default of the gate file.
   */
  readonly concurrency: number | null;
  /** The seconds of the sustained run; 0 for no such run, `null` for the default of the gate file. */
  readonly sustainedS: number | null;
  /** The payload of the link to the hallmark to reproduce; `null` if there is none. */
  readonly hallmark: string | null;
  /** Whether to start without a click when model and data are available. */
  readonly startsAutomatically: boolean;
}

const defaultTask: ScoredTaskId = 'image-classification';
const defaultSeed = 1;
export const maxConcurrency = 64;
/** One day. */
export const maxSustainedS = 86_400;
const names = [
  ...baselineNames,
  'labels',
  'split',
  'items',
  'stop-after',
  'seed',
  'robustness',
  'robustness-items',
  'load-test',
  'sustained-run',
  'hallmark',
  'auto',
];

/**
 * Parses the parameters of `parseRunLink`, and
 * `[&baseline=<id>|baseline-linked=<id>|baseline-file=1][&labels=<path>][&split=<name>][&items=<n>][&stop-after=<n>][&seed=<n>][&robustness=<severities>][&robustness-items=<n>][&load-test=<concurrency>][&sustained-run=<seconds>][&hallmark=<payload>][&auto=1]`.
 * Defaults: no baseline, all items.
 * @throws AppError link-invalid | model-unknown
 */
export function parseEvaluateLink(query: URLSearchParams, catalogue: Catalogue): EvaluateLink {
  const task =
    scoredTasks.find((id) => [...query].some(([name, value]) => name === 'task' && value === id)) ?? defaultTask;
  const link = new LinkQuery(query, [...listTaskModelNames(task), ...names]);
  link.readChoice('task', scoredTasks); // rejects an unknown task
  const candidate = readScoredModel(link, task, catalogue);
  return {
    ...candidate,
    baseline: readBaseline(link, candidate.task, catalogue),
    labels: link.readText('labels'),
    split: link.readText('split'),
    items: link.readInteger('items', { min: 1, max: 1_000_000 }),
    stopAfter: link.readInteger('stop-after', { min: 1, max: 1_000_000 }),
    seed: link.readInteger('seed', { min: 0, max: 0xffff_ffff }) ?? defaultSeed,
    robustness: readRobustness(link),
    concurrency: link.readInteger('load-test', { min: 0, max: maxConcurrency }),
    sustainedS: link.readInteger('sustained-run', { min: 0, max: maxSustainedS }),
    hallmark: link.readText('hallmark'),
    startsAutomatically: link.readChoice('auto', ['0', '1']) === '1',
  };
}

/** Formats the URL hash of an evaluation, which does not start automatically. */
export function formatEvaluateLink({
  baseline,
  labels,
  split,
  items,
  stopAfter,
  seed,
  robustness,
  concurrency,
  sustainedS,
  hallmark,
  ...candidate
}: Omit<EvaluateLink, 'startsAutomatically'>): string {
  const query = formatTaskModelQuery(candidate);
  if (baseline?.model) query.set('baseline', baseline.model.id);
  else if (baseline?.linkedId) query.set('baseline-linked', baseline.linkedId);
  else if (baseline) query.set('baseline-file', '1');
  if (labels !== null) query.set('labels', labels);
  if (split !== null) query.set('split', split);
  if (items !== null) query.set('items', String(items));
  if (stopAfter !== null) query.set('stop-after', String(stopAfter));
  if (seed !== defaultSeed) query.set('seed', String(seed));
  if (robustness) {
    query.set('robustness', robustness.severities.join());
    if (robustness.items !== defaultSuite.items) query.set('robustness-items', String(robustness.items));
  }
  if (concurrency !== null) query.set('load-test', String(concurrency));
  if (sustainedS !== null) query.set('sustained-run', String(sustainedS));
  if (hallmark !== null) query.set('hallmark', hallmark);
  return `#/evaluate?${query}`;
}

/** Reads the robustness suite, which either of its parameters enables. */
function readRobustness(link: LinkQuery): SuiteSettings | null {
  const chosenSeverities = link.readIntegers('robustness', { min: 1, max: severities.length });
  const items = link.readInteger('robustness-items', { min: 1, max: 1_000_000 });
  if (chosenSeverities === null && items === null) return null;
  return {
    severities: chosenSeverities
      ? severities.filter((severity) => chosenSeverities.includes(severity))
      : defaultSuite.severities,
    items: items ?? defaultSuite.items,
  };
}

function readBaseline(link: LinkQuery, task: ScoredTaskId, catalogue: Catalogue): BaselineModel | null {
  const { modelId, linkedId, expectsFile } = readModel(link, baselineNames);
  if (modelId === null && linkedId === null && !expectsFile) return null;
  return { model: modelId === null ? null : resolveScoredReference(modelId, task, catalogue), linkedId };
}
