import type * as en from '../../en/errors/model-errors.ts';
import type { ErrorFacts } from '#core/errors/error.ts';
import { fact } from '../../error-facts.ts';
import { engine } from '../device/engine.ts';
import { unsupportedFixes } from '../models/unsupported.ts';
import { because, taskTitles } from './fact-phrases.ts';

export const engineNames: typeof en.engineNames = engine.names;

export const otherTask: typeof en.otherTask = (facts, details) => {
  const taskTitle = (id: ErrorFacts[string] | undefined) => taskTitles[String(id)]?.title ?? '此任务';
  const { task, suits, id } = facts;
  const model = id === undefined ? 'file=1' : `${new URLSearchParams({ model: String(id) })}`;
  return suits === undefined
    ? {
        what: `此模型不适用于${taskTitle(task)}。Assay 还不能运行它的任务，但可以对该模型做基准测试。`,
        fix: '请做基准测试，或选择适用于此任务的模型。',
        link: { label: '对此模型做基准测试', href: `#/bench?${model}` },
        details,
      }
    : {
        what: `此模型用于${taskTitle(suits)}，不适用于${taskTitle(task)}。`,
        fix: '请在对应的任务中打开它，或选择适用于此任务的模型。',
        link: { label: `在“${taskTitle(suits)}”中打开`, href: `#/run?task=${suits}&${model}` },
        details,
      };
};

export const cannotRun: typeof en.cannotRun = (facts) => {
  const where = engineNames[String(facts['engine'])];
  const { reason, why } = facts;
  const fixes: Readonly<Record<string, string>> = unsupportedFixes;
  return {
    what: `模型 ${fact(facts, 'model', '')} 无法${where ? `由 ${where} 运行` : '在此运行'}${reason ? because(facts) : '。'}`,
    fix: fixes[String(reason)] ?? '请尝试其他引擎，或该模型的其他变体。',
    ...(!reason && why !== undefined && { details: String(why) }),
  };
};
