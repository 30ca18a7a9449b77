import type { Task } from '#core/task/task.ts';
import type { Detection } from '../object-detection/detection.ts';
import { objectDetection } from '../object-detection/task.ts';

const landmarkNames = ['right-eye', 'left-eye', 'nose', 'right-mouth', 'left-mouth'];

export const faceDetection: Task<readonly Detection[]> = {
  ...objectDetection,
  demoModel: null,
  // The default of OpenCV's YuNet demo.
  minScore: 0.6,
  hubSearch: { search: 'yunet' },
  /** One row per face; landmarks that the model does not have are empty. */
  table: {
    columns: ['score', 'x', 'y', 'width', 'height', ...landmarkNames.flatMap((name) => [`${name}-x`, `${name}-y`])],
    toRows: (faces) =>
      faces.map(({ score, box, landmarks = [] }) => [
        score,
        box.x,
        box.y,
        box.width,
        box.height,
        ...landmarkNames.flatMap((_, index) => [landmarks[index]?.x ?? '', landmarks[index]?.y ?? '']),
      ]),
  },
  loadPipeline: async () => (await import('./pipeline.ts')).definition,
};
