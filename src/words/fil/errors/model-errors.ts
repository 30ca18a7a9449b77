import type { ErrorFacts } from '#core/errors/error.ts';
import type { Wording } from '../../en/errors/model-errors.ts';
import { fact } from '../../error-facts.ts';
import { engine } from '../device/engine.ts';
import { unsupportedFixes } from '../models/unsupported.ts';
import { because, taskTitles } from './fact-phrases.ts';

export const engineNames: Readonly<Record<string, string>> = engine.names;

/** A model for another task: names that task and links to it. */
export function otherTask(facts: ErrorFacts, details: string): Wording {
  const taskTitle = (id: ErrorFacts[string] | undefined) => taskTitles[String(id)]?.title ?? 'task na ito';
  const { task, suits, id } = facts;
  const model = id === undefined ? 'file=1' : `${new URLSearchParams({ model: String(id) })}`;
  return suits === undefined
    ? {
        what: `Hindi para sa ${taskTitle(task)} ang model na ito. Hindi pa kayang patakbuhin ng Assay ang task nito, pero kaya nitong i-benchmark ang model.`,
        fix: 'I-benchmark ito, o pumili ng model para sa task na ito.',
        link: { label: 'I-benchmark ang model na ito', href: `#/bench?${model}` },
        details,
      }
    : {
        what: `Para sa ${taskTitle(suits)} ang model na ito, hindi para sa ${taskTitle(task)}.`,
        fix: 'Buksan ito roon, o pumili ng ibang model para sa task na ito.',
        link: { label: `Buksan sa ${taskTitle(suits)}`, href: `#/run?task=${suits}&${model}` },
        details,
      };
}

/** A model that an engine does not support. The engine's own message, which is for its developers, is a detail. */
export function cannotRun(facts: ErrorFacts): Wording {
  const where = engineNames[String(facts['engine'])];
  const { reason, why } = facts;
  const fixes: Readonly<Record<string, string>> = unsupportedFixes;
  return {
    what: `Hindi mapatakbo ang model na ${fact(facts, 'model', '')} ${where ? `sa ${where}` : 'dito'}${reason ? because(facts) : '.'}`,
    fix: fixes[String(reason)] ?? 'Sumubok ng ibang engine, o ng ibang variant ng model.',
    ...(!reason && why !== undefined && { details: String(why) }),
  };
}
