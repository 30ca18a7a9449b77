import type * as en from '../../en/errors/fact-phrases.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import { fact, parseFreeDimensions } from '../../error-facts.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';
import { reasons } from './reasons.ts';

export const taskTitles: typeof en.taskTitles = tasks;

export const causeText: typeof en.causeText = (facts) =>
  facts.reason ? reasons[facts.reason](facts) : fact(withTaskTitles(facts), 'why', '');

export const because: typeof en.because = (facts) => {
  const why = causeText(facts);
  if (why === '') return '。';
  return /[?？]$/.test(why) ? `：${why}` : `：${why.replace(/[.。]+$/, '')}。`;
};

/** Replaces task ids by the titles that the page shows. */
function withTaskTitles(facts: ErrorFacts): ErrorFacts {
  const { model, madeFor, task } = facts;
  if (madeFor === undefined) return facts;
  const [its, requested] = [madeFor, task].map((id) => taskTitles[String(id)]?.title ?? String(id));
  return { why: `模型 ${model} 用于“${its}”任务，不是“${requested}”` };
}

export const actualInput: typeof en.actualInput = (facts) => {
  const actual = fact(facts, 'actual', '缺失');
  return facts['elements'] === undefined ? actual : `${actual}，${facts['elements']} 个元素`;
};

export const freeDimensions: typeof en.freeDimensions = (free) => {
  const { named, byInput } = parseFreeDimensions(free);
  const ofInputs = byInput.map(([input, axes]) => `输入 "${input}" 的维度 ${format.list(axes)}`);
  return format.list([...(named.length > 0 ? [`维度 ${format.list(named)}`] : []), ...ofInputs]);
};
