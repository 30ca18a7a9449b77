import { readFloats } from '../../output-floats.ts';
import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import { rawBytes, toNchw } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { DetectionHead } from './head.ts';
import { countCells, listPyramidLevels } from './pyramid-levels.ts';
import { createSquareInput, getSquareSide } from './square-input.ts';

/** Fields of a row: centre x and y, width, height, objectness, then the score of each class. */
const fieldCount = 5 + cocoLabels.length;

/**
 * YOLOX as its authors export it (https://github.com/Megvii-BaseDetection/YOLOX, demo/ONNXRuntime). Input: the image at
 * the top left of grey 114, BGR from 0 to 255. Output: one row per cell; the centre is an offset from the cell in
 * strides, the size is the logarithm of strides.
 */
export const yolox: DetectionHead = {
  suppression: { maxOverlap: 0.45, isClassAgnostic: true },

  matches(model) {
    const side = getSquareSide(model);
    return side !== null && model.outputs[0]?.shape.slice(1).join() === `${countCells(side)},${fieldCount}`;
  },

  encode(image, model) {
    const side = getSquareSide(model)!;
    const square = createLetterbox(image, side, fitInSquare(image, side, 'top-left'), 114);
    return createSquareInput(model, side, toNchw(square, { order: 'bgr', ...rawBytes }));
  },

  decode(outputs, image, model, minScore) {
    const side = getSquareSide(model)!;
    const rows = readFloats(outputs, model.outputs[0]!.name);
    const { scale } = fitInSquare(image, side, 'top-left');
    const detections: Detection[] = [];
    for (const { stride, columns, cells, firstCell } of listPyramidLevels(side))
      for (let cell = 0; cell < cells; cell++) {
        const index = (firstCell + cell) * fieldCount;
        const objectness = rows[index + 4]!;
        if (objectness < minScore) continue;
        const best = findBestClass(rows, index + 5, cocoLabels.length, 1);
        const score = objectness * best.score;
        if (score < minScore) continue;
        const unit = stride / scale;
        const [width, height] = [Math.exp(rows[index + 2]!) * unit, Math.exp(rows[index + 3]!) * unit];
        const x = (rows[index]! + (cell % columns)) * unit - width / 2;
        const y = (rows[index + 1]! + Math.floor(cell / columns)) * unit - height / 2;
        detections.push({ label: cocoLabels[best.classId]!, score, box: { x, y, width, height } });
      }
    return detections;
  },
};
