import type { ErrorFacts } from '#core/errors/error.ts';
import type * as en from '../../en/errors/fact-phrases.ts';
import { fact, parseFreeDimensions } from '../../error-facts.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';
import { reasons } from './reasons.ts';

export const taskTitles: typeof en.taskTitles = tasks;

/** The cause, as part of a sentence; empty if it is not known. */
export const causeText: typeof en.causeText = (facts) =>
  facts.reason ? reasons[facts.reason](facts) : fact(withTaskTitles(facts), 'why', '');

export const because: typeof en.because = (facts) => {
  const why = causeText(facts);
  if (why === '') return '.';
  return why.endsWith('?') ? `: ${why}` : `: ${why.replace(/\.+$/, '')}.`;
};

/** Replaces task ids by the titles that the page shows. */
function withTaskTitles(facts: ErrorFacts): ErrorFacts {
  const { model, madeFor, task } = facts;
  if (madeFor === undefined) return facts;
  const [its, requested] = [madeFor, task].map((id) => taskTitles[String(id)]?.title ?? String(id));
  return { why: `modeli ${model} imetengenezwa kwa kazi ya “${its}”, si “${requested}”` };
}

/** The actual input: a type and a shape, with the number of elements if they contradict each other. */
export const actualInput: typeof en.actualInput = (facts) => {
  const actual = fact(facts, 'actual', 'halipo');
  return facts['elements'] === undefined ? actual : `${actual} lenye elementi ${facts['elements']}`;
};

/** Percent-encoded names, or positions such as `x.2`: `dimensheni 2 na 3 za ingizo "x"`. */
export const freeDimensions: typeof en.freeDimensions = (free) => {
  const { named, byInput } = parseFreeDimensions(free);
  const ofInputs = byInput.map(
    ([input, axes]) => `dimensheni ${format.list(axes)} ${axes.length === 1 ? 'ya' : 'za'} ingizo "${input}"`,
  );
  return format.list([...(named.length > 0 ? [`dimensheni ${format.list(named)}`] : []), ...ofInputs]);
};
