import { floats } from '../../output-floats.ts';
import { letterbox, placeInSquare } from '../../letterbox.ts';
import { toNchw } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { bestClass } from './best-class.ts';
import type { Head } from './head.ts';
import { cellCount } from './pyramid-levels.ts';
import { unitRange, squareInput, squareSide } from './square-input.ts';

/** Centre x and y, width, height, then the classes. */
const fields = 4 + cocoLabels.length;

/**
 * YOLOv8 and its successors with the same output (https://docs.ultralytics.com): in the middle of grey 114, RGB 0-1;
 * [1, 84, cells], boxes in pixels of the input.
 */
export const yolov8: Head = {
  suppression: { maxOverlap: 0.7, acrossLabels: false },

  matches(model) {
    const side = squareSide(model);
    return side !== null && model.outputs[0]?.shape.slice(1).join() === `${fields},${cellCount(side)}`;
  },

  encode(image, model) {
    const side = squareSide(model)!;
    return squareInput(
      model,
      side,
      toNchw(letterbox(image, side, placeInSquare(image, side, 'middle'), 114), unitRange),
    );
  },

  decode(outputs, image, model, minScore) {
    const side = squareSide(model)!;
    const values = floats(outputs, model.outputs[0]!.name);
    const { scale, left, top } = placeInSquare(image, side, 'middle');
    const cells = cellCount(side);
    const detections: Detection[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const { label, score } = bestClass(values, cell + 4 * cells, cocoLabels.length, cells);
      if (score < minScore) continue;
      const [width, height] = [values[cell + 2 * cells]! / scale, values[cell + 3 * cells]! / scale];
      const x = (values[cell]! - left) / scale - width / 2;
      const y = (values[cell + cells]! - top) / scale - height / 2;
      detections.push({ label: cocoLabels[label]!, score, box: { x, y, width, height } });
    }
    return detections;
  },
};
