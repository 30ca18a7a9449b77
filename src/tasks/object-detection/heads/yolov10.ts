import { readFloats } from '../../output-floats.ts';
import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import { toNchw } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import type { Head } from './head.ts';
import { unitRange, createSquareInput, getSquareSide } from './square-input.ts';

/** Left, top, right, bottom, score, class. */
const fields = 6;

/**
 * YOLOv10 and other models that Ultralytics exports with the selection of boxes in the graph
 * (https://docs.ultralytics.com, https://github.com/THU-MIG/yolov10): the same image as YOLOv8; [1, 300, 6], corners
 * in pixels of the input. Trained to detect each object once, so nothing is suppressed here.
 */
export const yolov10: Head = {
  suppression: { maxOverlap: 1, acrossLabels: false },

  matches(model) {
    const shape = model.outputs[0]?.shape;
    return getSquareSide(model) !== null && shape?.length === 3 && shape[2] === fields;
  },

  encode(image, model) {
    const side = getSquareSide(model)!;
    return createSquareInput(
      model,
      side,
      toNchw(createLetterbox(image, side, fitInSquare(image, side, 'middle'), 114), unitRange),
    );
  },

  decode(outputs, image, model, minScore) {
    const rows = readFloats(outputs, model.outputs[0]!.name);
    const { scale, left, top } = fitInSquare(image, getSquareSide(model)!, 'middle');
    const detections: Detection[] = [];
    for (let offset = 0; offset < rows.length; offset += fields) {
      const [x0 = 0, y0 = 0, x1 = 0, y1 = 0, score = 0, label = -1] = rows.subarray(offset, offset + fields);
      if (score < minScore) continue;
      const [x, y] = [(x0 - left) / scale, (y0 - top) / scale];
      const box = { x, y, width: (x1 - x0) / scale, height: (y1 - y0) / scale };
      detections.push({ label: cocoLabels[label] ?? String(label), score, box });
    }
    return detections;
  },
};
