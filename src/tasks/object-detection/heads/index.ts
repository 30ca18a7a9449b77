import { AppError } from '#core/error.ts';
import type { TaskModel } from '#core/task.ts';
import { describeSpec } from '#core/tensor.ts';
import { centernet } from './centernet.ts';
import type { Head } from './head.ts';
import { nanodet } from './nanodet.ts';
import { yolov8 } from './yolov8.ts';
import { yolox } from './yolox.ts';

const heads: readonly Head[] = [centernet, yolox, yolov8, nanodet];

/** @throws AppError model-unsupported where no head knows such inputs and outputs. */
export function headFor(model: TaskModel): Head {
  const head = heads.find((candidate) => candidate.reads(model));
  if (head) return head;
  const signature = [...model.inputs, ...model.outputs].map((spec) => `${spec.name} ${describeSpec(spec)}`).join(', ');
  throw new AppError('model-unsupported', {
    model: signature,
    why: 'no known object detector has these inputs and outputs',
  });
}
