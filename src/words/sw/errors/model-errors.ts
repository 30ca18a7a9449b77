import type { ErrorFacts } from '#core/errors/error.ts';
import type * as en from '../../en/errors/model-errors.ts';
import { fact } from '../../error-facts.ts';
import { engine } from '../device/engine.ts';
import { unsupportedFixes } from '../models/unsupported.ts';
import { because, taskTitles } from './fact-phrases.ts';

export const engineNames: typeof en.engineNames = engine.names;

/** A model for another task: names that task and links to it. */
export const otherTask: typeof en.otherTask = (facts, details) => {
  const taskTitle = (id: ErrorFacts[string] | undefined) => taskTitles[String(id)]?.title ?? 'kazi hii';
  const { task, suits, id } = facts;
  const model = id === undefined ? 'file=1' : `${new URLSearchParams({ model: String(id) })}`;
  return suits === undefined
    ? {
        what: `Modeli hii si ya ${taskTitle(task)}. Assay bado haiwezi kuendesha kazi yake, lakini inaweza kupima kasi ya modeli.`,
        fix: 'Pima kasi yake, au chagua modeli ya kazi hii.',
        link: { label: 'Pima kasi ya modeli hii', href: `#/bench?${model}` },
        details,
      }
    : {
        what: `Modeli hii ni ya ${taskTitle(suits)}, si ya ${taskTitle(task)}.`,
        fix: 'Ifungue huko, au chagua modeli nyingine ya kazi hii.',
        link: { label: `Fungua katika ${taskTitle(suits)}`, href: `#/run?task=${suits}&${model}` },
        details,
      };
};

/** A model that an engine does not support. The engine's own message, which is for its developers, is a detail. */
export const cannotRun: typeof en.cannotRun = (facts) => {
  const where = engineNames[String(facts['engine'])];
  const { reason, why } = facts;
  const fixes: Readonly<Record<string, string>> = unsupportedFixes;
  return {
    what: `Modeli ${fact(facts, 'model', '')} haiwezi kuendeshwa ${where ? `kwa ${where}` : 'hapa'}${reason ? because(facts) : '.'}`,
    fix: fixes[String(reason)] ?? 'Jaribu injini nyingine, au lahaja nyingine ya modeli.',
    ...(!reason && why !== undefined && { details: String(why) }),
  };
};
