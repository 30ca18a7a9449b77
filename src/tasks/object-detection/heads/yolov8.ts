import { readFloats } from '../../output-floats.ts';
import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import { toNchw } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { Head } from './head.ts';
import { countCells } from './pyramid-levels.ts';
import { unitRange, createSquareInput, getSquareSide } from './square-input.ts';

/** Centre x and y, width, height, then the classes. */
const fields = 4 + cocoLabels.length;

/**
 * YOLOv8 and its successors with the same output (https://docs.ultralytics.com): in the middle of grey 114, RGB 0-1;
 * [1, 84, cells], boxes in pixels of the input.
 */
export const yolov8: Head = {
  suppression: { maxOverlap: 0.7, acrossLabels: false },

  matches(model) {
    const side = getSquareSide(model);
    return side !== null && model.outputs[0]?.shape.slice(1).join() === `${fields},${countCells(side)}`;
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
    const side = getSquareSide(model)!;
    const values = readFloats(outputs, model.outputs[0]!.name);
    const { scale, left, top } = fitInSquare(image, side, 'middle');
    const cells = countCells(side);
    const detections: Detection[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const { label, score } = findBestClass(values, cell + 4 * cells, cocoLabels.length, cells);
      if (score < minScore) continue;
      const [width, height] = [values[cell + 2 * cells]! / scale, values[cell + 3 * cells]! / scale];
      const x = (values[cell]! - left) / scale - width / 2;
      const y = (values[cell + cells]! - top) / scale - height / 2;
      detections.push({ label: cocoLabels[label]!, score, box: { x, y, width, height } });
    }
    return detections;
  },
};
