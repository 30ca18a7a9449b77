import { readFloats } from '../../output-floats.ts';
import { fitInSquare } from '../../letterbox.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import type { DetectionHead } from './head.ts';
import { getSquareSide } from './square-input.ts';
import { encodeYolov8 } from './yolov8.ts';

/** Fields of a row: left, top, right, bottom, score, class. */
const fieldCount = 6;

/**
 * YOLOv10 and other models that Ultralytics exports with the selection of boxes in the graph
 * (https://docs.ultralytics.com, https://github.com/THU-MIG/yolov10). Input: as for YOLOv8. Output: [1, 300, 6],
 * corners in pixels of the input. Boxes are not suppressed, because the model is trained to detect each object once.
 */
export const yolov10: DetectionHead = {
  suppression: { maxOverlap: 1, isClassAgnostic: false },

  matches(model) {
    const shape = model.outputs[0]?.shape;
    return getSquareSide(model) !== null && shape?.length === 3 && shape[2] === fieldCount;
  },

  encode: encodeYolov8,

  decode(outputs, image, model, minScore) {
    const rows = readFloats(outputs, model.outputs[0]!.name);
    const { scale, left, top } = fitInSquare(image, getSquareSide(model)!, 'middle');
    const detections: Detection[] = [];
    for (let offset = 0; offset < rows.length; offset += fieldCount) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, score = 0, classId = -1] = rows.subarray(offset, offset + fieldCount);
      if (score < minScore) continue;
      const [x, y] = [(x0 - left) / scale, (y0 - top) / scale];
      const box = { x, y, width: (x1 - x0) / scale, height: (y1 - y0) / scale };
      detections.push({ label: cocoLabels[classId] ?? String(classId), score, box });
    }
    return detections;
  },
};
