import type { ErrorFacts } from '#core/errors/error.ts';
import { fact } from '../../error-facts.ts';
import { engine } from '../device/engine.ts';
import { unsupportedFixes } from '../models/unsupported.ts';
import { because, taskTitles } from './fact-phrases.ts';

/** What happened, with the known values, and how to fix it. */
export interface Wording {
  readonly what: string;
  readonly fix: string;
  /** More detail, collapsed by default. */
  readonly details?: string;
  /** Link to the page where the fix is possible. */
  readonly link?: { readonly label: string; readonly href: string };
}

export const engineNames: Readonly<Record<string, string>> = engine.names;

/** A model for another task: names that task and links to it. */
export function otherTask(facts: ErrorFacts, details: string): Wording {
  const taskTitle = (id: ErrorFacts[string] | undefined) => taskTitles[String(id)]?.title ?? 'this task';
  const { task, suits, id } = facts;
  const model = id === undefined ? 'file=1' : `${new URLSearchParams({ model: String(id) })}`;
  return suits === undefined
    ? {
        what: `This model is not for ${taskTitle(task)}. Assay cannot run its task yet, but can benchmark the model.`,
        fix: 'Benchmark it, or choose a model for this task.',
        link: { label: 'Benchmark this model', href: `#/bench?${model}` },
        details,
      }
    : {
        what: `This model is for ${taskTitle(suits)}, not for ${taskTitle(task)}.`,
        fix: 'Open it there, or choose another model for this task.',
        link: { label: `Open in ${taskTitle(suits)}`, href: `#/run?task=${suits}&${model}` },
        details,
      };
}

/** A model that an engine does not support. The engine's own message, which is for its developers, is a detail. */
export function cannotRun(facts: ErrorFacts): Wording {
  const where = engineNames[String(facts['engine'])];
  const { reason, why } = facts;
  const fixes: Readonly<Record<string, string>> = unsupportedFixes;
  return {
    what: `The model ${fact(facts, 'model', '')} cannot run ${where ? `on ${where}` : 'here'}${reason ? because(facts) : '.'}`,
    fix: fixes[String(reason)] ?? 'Try another engine, or another variant of the model.',
    ...(!reason && why !== undefined && { details: String(why) }),
  };
}
