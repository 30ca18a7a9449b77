import { AppError } from '#core/error.ts';
import type { TaskModel } from '#core/task.ts';
import { describeSpec } from '#core/tensor.ts';

/** `model-unsupported` for a model whose inputs and outputs a task cannot read, naming them. `misfit` tells it from a model that no engine here can run. */
export function unsupported({ inputs, outputs }: TaskModel, why: string): AppError {
  const signature = [...inputs, ...outputs].map((spec) => `${spec.name} ${describeSpec(spec)}`).join(', ');
  return new AppError('model-unsupported', { model: signature, why, misfit: 'task' });
}
