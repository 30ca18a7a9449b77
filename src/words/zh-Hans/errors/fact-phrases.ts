import type * as en from '../../en/errors/fact-phrases.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import { isolate } from '../../isolate.ts';
import { format } from '../format.ts';
import { tasks } from '../run/tasks.ts';
import { reasons } from './reasons.ts';

export const taskTitles: typeof en.taskTitles = tasks;

export const fact: typeof en.fact = (facts, name, fallback) => {
  const value = facts[name];
  return value === undefined || value === '' ? fallback : String(value);
};

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
  const named: string[] = [];
  const places = new Map<string, string[]>();
  for (const name of free.split(',').map((part) => isolate(decodeURIComponent(part)))) {
    const [, input, axis] = /^(.*)\.(\d+)$/s.exec(name) ?? [];
    if (input === undefined || axis === undefined) named.push(`"${name}"`);
    else places.set(input, [...(places.get(input) ?? []), axis]);
  }
  const byInput = [...places].map(([input, axes]) => `输入 "${input}" 的维度 ${format.list(axes)}`);
  return format.list([...(named.length > 0 ? [`维度 ${format.list(named)}`] : []), ...byInput]);
};
