import type { Task } from '#core/task/task.ts';
import type { Face } from './face.ts';

export const faceRecognition: Task<readonly Face[]> = {
  input: 'image',
  view: 'faces',
  demoModel: null,
  /** One row per face, without names, because only the page has the enrolled people. */
  table: {
    columns: ['score', 'x', 'y', 'width', 'height'],
    toRows: (faces) => faces.map(({ score, box }) => [score, box.x, box.y, box.width, box.height]),
  },
  /** The embeddings are omitted, because a person can be recognised by them. */
  toJson: (faces) => faces.map(({ score, box, landmarks }) => ({ score, box, landmarks })),
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
};
