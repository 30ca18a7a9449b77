import type { Task } from '#core/task/task.ts';
import type { DescribedOutput } from './raw-output.ts';

/**
 * Runs any model of one image without interpreting its outputs, by which two versions of a model can be compared. It is
 * offered for models that no other task accepts.
 */
export const rawOutputs: Task<readonly DescribedOutput[]> = {
  input: 'image',
  isFallback: true,
  view: 'raw-outputs',
  demoModel: null,
  table: {
    columns: ['output', 'shape', 'min', 'max', 'mean'],
    toRows: (outputs) => outputs.map(({ name, shape, min, max, mean }) => [name, shape.join('x'), min, max, mean]),
  },
  /** Omits the values, of which there can be millions. */
  toJson: (outputs) => outputs.map(({ name, shape, min, max, mean }) => ({ name, shape, min, max, mean })),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
