import type { ErrorFacts } from '#core/errors/error.ts';
import { fact, parseFreeDimensions } from '../../error-facts.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';
import { reasons } from './reasons.ts';

export const taskTitles: Readonly<Record<string, { readonly title: string }>> = tasks;

/** The cause, as part of a sentence; empty if it is not known. */
export function causeText(facts: ErrorFacts): string {
  return facts.reason ? reasons[facts.reason](facts) : fact(withTaskTitles(facts), 'why', '');
}

export function because(facts: ErrorFacts): string {
  const why = causeText(facts);
  if (why === '') return '.';
  return why.endsWith('?') ? `: ${why}` : `: ${why.replace(/\.+$/, '')}.`;
}

/** Replaces task ids by the titles that the page shows. */
function withTaskTitles(facts: ErrorFacts): ErrorFacts {
  const { model, madeFor, task } = facts;
  if (madeFor === undefined) return facts;
  const [its, requested] = [madeFor, task].map((id) => taskTitles[String(id)]?.title ?? String(id));
  return { why: `para sa task na “${its}” ang model na ${model}, hindi para sa “${requested}”` };
}

/** The actual input: a type and a shape, with the number of elements if they contradict each other. */
export function actualInput(facts: ErrorFacts): string {
  const actual = fact(facts, 'actual', 'wala');
  return facts['elements'] === undefined ? actual : `${actual} na may ${facts['elements']} element`;
}

/** Percent-encoded names, or positions such as `x.2`: `dimension 2 at 3 ng input na "x"`. */
export function freeDimensions(free: string): string {
  const { named, byInput } = parseFreeDimensions(free);
  const dimensions = (list: readonly string[]) => `dimension ${format.list(list)}`;
  const ofInputs = byInput.map(([input, axes]) => `${dimensions(axes)} ng input na "${input}"`);
  return format.list([...(named.length > 0 ? [dimensions(named)] : []), ...ofInputs]);
}
