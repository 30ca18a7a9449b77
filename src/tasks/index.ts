import type { TaskId } from '#core/model.ts';
import type { Picture, Task } from '#core/task.ts';

/** Every task, loaded when it is asked for. A new task is one folder, one id in `#core/model.ts` and one line here. */
export const tasks = {
  'object-detection': async () => (await import('./object-detection/object-detection.ts')).objectDetection,
  'image-classification': async () =>
    (await import('./image-classification/image-classification.ts')).imageClassification,
  digits: async () => (await import('./digits/digits.ts')).digits,
} satisfies Record<TaskId, () => Promise<Task<Picture, unknown>>>;
