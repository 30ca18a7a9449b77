import { AppError } from '#core/errors/error.ts';
import type { TaskReason } from '#core/errors/reason.ts';
import type { GraphSignature } from '#core/task/task.ts';
import { describeSpec } from '#core/engine/tensor.ts';

/**
 * Creates the error `model-unsupported`, with the inputs and outputs of the model, for a model that does not match a
 * task. The fact `misfit` distinguishes it from the error for a model that no engine can run.
 */
export function createUnsupportedModelError({ inputs, outputs }: GraphSignature, reason: TaskReason): AppError {
  const signature = [...inputs, ...outputs].map((spec) => `${spec.name} ${describeSpec(spec)}`).join(', ');
  return new AppError('model-unsupported', { model: signature, reason, misfit: 'task' });
}
