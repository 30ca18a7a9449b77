import type { Task } from '#core/task/task.ts';
import type { DescribedOutput } from './raw-output.ts';

/**
 * Any model that takes one image: its outputs are not interpreted, and two versions of a model are compared by them.
 * The task of models that no other task fits.
 */
export const rawOutputs: Task<readonly DescribedOutput[]> = {
  input: 'image',
  isFallback: true,
  view: 'raw-outputs',
  demoModel: null,
  table: {
    columns: ['output', 'shape', 'min', 'max', 'mean'],
    rows: (outputs) => outputs.map(({ name, shape, min, max, mean }) => [name, shape.join('x'), min, max, mean]),
  },
  /** Omits the values: there can be millions. */
  toJson: (outputs) => outputs.map(({ name, shape, min, max, mean }) => ({ name, shape, min, max, mean })),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
  evaluation: async () => (await import('./evaluation.ts')).evaluation,
};
