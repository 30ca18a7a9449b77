import { objectives, type Objective } from '#tune/configuration.ts';
import { LinkQuery } from './link-query.ts';

/** The settings of a search in a link `#/tune?…`, which otherwise has the format of links to the Bench page. */
export interface TuneSettings {
  readonly budgetMs: number;
  /** The median at which the search ends; `null` to find the fastest configuration. */
  readonly goalMs: number | null;
  readonly objective: Objective;
}

const parameterNames = ['budget', 'goal', 'objective', 'record'];
const defaultObjective: Objective = 'latency';
const defaultBudgetSeconds = 60;
/** Heuristic, not measured. */
const minBudgetSeconds = 5;
/** One hour, for which a page can realistically stay visible. Heuristic, not measured. */
const maxBudgetSeconds = 3600;
const minGoalMs = 0.001;
/** One day. */
const maxGoalMs = 86_400_000;
/** The number of decimals that {@link LinkQuery.readNumber} accepts. */
const maxGoalDecimals = 10;

/**
 * Parses `…[&budget=<seconds>][&goal=<milliseconds>][&objective=latency|throughput|memory][&record=<id>]`.
 * @returns the settings of the search, and the query without them
 * @throws AppError link-invalid
 */
export function parseTuneLink(query: URLSearchParams): {
  readonly tune: TuneSettings;
  readonly remainingQuery: URLSearchParams;
  /** The id of a stored search to show; `null` for that of the model. */
  readonly recordId: string | null;
} {
  const pairs = [...query];
  const link = new LinkQuery(
    pairs.filter(([name]) => parameterNames.includes(name)),
    parameterNames,
  );
  const budgetSeconds =
    link.readInteger('budget', { min: minBudgetSeconds, max: maxBudgetSeconds }) ?? defaultBudgetSeconds;
  const goalMs = link.readNumber('goal', { min: minGoalMs, max: maxGoalMs });
  const remainingQuery = new URLSearchParams(pairs.filter(([name]) => !parameterNames.includes(name)));
  const objective = link.readChoice('objective', objectives) ?? defaultObjective;
  return {
    tune: { budgetMs: budgetSeconds * 1000, goalMs, objective },
    remainingQuery,
    recordId: link.readText('record'),
  };
}

/**
 * Formats the settings of the search, e.g. `&budget=60&goal=5`, to append to a link with the model. The budget is
 * rounded to seconds.
 */
export function formatTuneQuery({ budgetMs, goalMs, objective }: TuneSettings): string {
  const goal = goalMs === null ? '' : `&goal=${Number(goalMs.toFixed(maxGoalDecimals))}`;
  const objectiveParameter = objective === defaultObjective ? '' : `&objective=${objective}`;
  return `&budget=${Math.round(budgetMs / 1000)}${goal}${objectiveParameter}`;
}

/**
 * Adds the id of a stored search to the address of the page that made it, which then shows this search.
 * @param hash `#/tune?…`
 */
export function formatTuneRecordLink(hash: string, id: string): string {
  return `${hash}${hash.includes('?') ? '&' : '?'}record=${encodeURIComponent(id)}`;
}
