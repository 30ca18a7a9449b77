import { objectives, type Objective } from '#tune/configuration.ts';
import { LinkQuery } from './link-query.ts';

/** The contents of `#/tune?…` in addition to the model and its sizes, which are as in links to the Bench page. */
export interface TuneLink {
  readonly budgetMs: number;
  /** A median at which the search ends; `null` for the fastest that there is. */
  readonly goalMs: number | null;
  readonly objective: Objective;
}

const names = ['budget', 'goal', 'objective'];
const defaultBudgetS = 60;
/** An hour: no page stays visible for longer. */
const maxBudgetS = 3600;
/** A day, in milliseconds. */
const maxGoalMs = 86_400_000;

/**
 * `…[&budget=<seconds>][&goal=<milliseconds>][&objective=latency|throughput|memory]`
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

/** What a link has in addition to the model: `&budget=60&goal=5`. */
export function formatTuneQuery({ budgetMs, goalMs, objective }: TuneLink): string {
  const goal = goalMs === null ? '' : `&goal=${goalMs}`;
  return `&budget=${budgetMs / 1000}${goal}${objective === 'latency' ? '' : `&objective=${objective}`}`;
}
