import { objectives, type Objective } from '#tune/configuration.ts';
import { LinkQuery } from './link-query.ts';

/**
 * The contents of `#/tune?…` in addition to the model and its sizes, which have the format of links to the Bench page.
 */
export interface TuneLink {
  readonly budgetMs: number;
  /** The median at which the search ends; `null` to find the fastest configuration. */
  readonly goalMs: number | null;
  readonly objective: Objective;
}

const names = ['budget', 'goal', 'objective'];
const defaultBudgetS = 60;
/** One hour, for which a page can realistically stay visible. Heuristic, not measured. */
const maxBudgetS = 3600;
/** One day. */
const maxGoalMs = 86_400_000;

/**
 * Parses `…[&budget=<seconds>][&goal=<milliseconds>][&objective=latency|throughput|memory]`.
 * @returns the settings of the search, and the query without them
 * @throws AppError link-invalid
 */
export function parseTuneLink(query: URLSearchParams): { readonly tune: TuneLink; readonly rest: URLSearchParams } {
  const pairs = [...query];
  const link = new LinkQuery(
    pairs.filter(([name]) => names.includes(name)),
    names,
  );
  const budgetS = link.readInteger('budget', { min: 5, max: maxBudgetS }) ?? defaultBudgetS;
  const goalMs = link.readNumber('goal', { min: 0.001, max: maxGoalMs });
  const remainingQuery = new URLSearchParams(pairs.filter(([name]) => !names.includes(name)));
  const objective = link.readChoice('objective', objectives) ?? 'latency';
  return { tune: { budgetMs: budgetS * 1000, goalMs, objective }, rest: remainingQuery };
}

/** Formats the settings of the search, e.g. `&budget=60&goal=5`, to append to a link with the model. */
export function formatTuneQuery({ budgetMs, goalMs, objective }: TuneLink): string {
  const goal = goalMs === null ? '' : `&goal=${goalMs}`;
  return `&budget=${budgetMs / 1000}${goal}${objective === 'latency' ? '' : `&objective=${objective}`}`;
}
