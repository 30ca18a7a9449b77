import type { Task } from '#core/task/task.ts';
import { faceDetection } from './face-detection/task.ts';
import { faceRecognition } from './face-recognition/task.ts';
import { digits } from './digits/task.ts';
import { imageClassification } from './image-classification/task.ts';
import { objectDetection } from './object-detection/task.ts';
import { ocr } from './ocr/task.ts';
import { rawOutputs } from './raw-outputs/task.ts';
import { sentenceEmbedding } from './sentence-embedding/task.ts';
import { voiceActivity } from './voice-activity/task.ts';
import { speechRecognition } from './speech-recognition/task.ts';
import { tokenClassification } from './token-classification/task.ts';
import { textClassification } from './text-classification/task.ts';
import { segmentation } from './segmentation/task.ts';

/**
 * Every task by its id, in the order in which the Run page lists them. A new task needs a folder and a line in this
 * list.
 */
export const tasks = {
  'object-detection': objectDetection,
  'image-classification': imageClassification,
  'face-detection': faceDetection,
  'face-recognition': faceRecognition,
  ocr,
  segmentation,
  digits,
  'speech-recognition': speechRecognition,
  'voice-activity': voiceActivity,
  'sentence-embedding': sentenceEmbedding,
  'text-classification': textClassification,
  'token-classification': tokenClassification,
  'raw-outputs': rawOutputs,
};

export type TaskId = keyof typeof tasks;

export const taskIds = Object.keys(tasks) as readonly TaskId[];

/** Returns the task with this id, with results of any type. */
export function getTask(id: TaskId): Task {
  return tasks[id];
}
