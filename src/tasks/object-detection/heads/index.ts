import type { GraphSignature } from '#core/task/task.ts';
import { createUnsupportedModelError } from '../../unsupported-model-error.ts';
import { centernet } from './centernet.ts';
import type { DetectionHead } from './head.ts';
import { nanodet } from './nanodet.ts';
import { yolos } from './yolos.ts';
import { yolov10 } from './yolov10.ts';
import { yolov8 } from './yolov8.ts';
import { yolov8Pose } from './yolov8-pose.ts';
import { yolox } from './yolox.ts';

const heads: readonly DetectionHead[] = [centernet, yolox, yolov8, yolov8Pose, yolov10, yolos, nanodet];

/** @throws AppError model-unsupported if no head matches the inputs and outputs */
export function recogniseDetectionHead(model: GraphSignature): DetectionHead {
  const head = heads.find((candidate) => candidate.matches(model));
  if (head) return head;
  throw createUnsupportedModelError(model, 'not-a-detector');
}
