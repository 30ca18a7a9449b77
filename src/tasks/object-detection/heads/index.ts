import { AppError } from '#core/error.ts';
import type { TaskModel } from '#core/task.ts';
import { describeSpec } from '#core/tensor.ts';
import { centernet } from './centernet.ts';
import type { Head } from './head.ts';

const heads: readonly Head[] = [centernet];

/** @throws AppError model-unsupported where no head knows such inputs and outputs. */
export function headFor(model: TaskModel): Head {
  const head = heads.find((candidate) => candidate.reads(model));
  if (head) return head;
  const signature = [...model.inputs, ...model.outputs].map((spec) => `${spec.name} ${describeSpec(spec)}`).join(', ');
  throw new AppError('model-unsupported', {
    model: signature,
    why: 'no known object detector has these inputs and outputs',
  });
}
