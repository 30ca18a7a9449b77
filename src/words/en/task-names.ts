import type { TaskId } from '#core/model.ts';

export const taskNames = {
  'object-detection': 'Object detection',
  'image-classification': 'Image classification',
  digits: 'Digit recognition',
} satisfies Record<TaskId, string>;
