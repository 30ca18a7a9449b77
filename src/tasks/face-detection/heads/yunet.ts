import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import type { Detection, Point } from '../../object-detection/detection.ts';
import type { DetectionHead } from '../../object-detection/heads/head.ts';
import { createSquareInput, getSquareSide } from '../../object-detection/heads/square-input.ts';
import { readFloats } from '../../output-floats.ts';
import { rawBytes, toNchw } from '../../pixels.ts';

const strides = [8, 16, 32] as const;
const landmarkCount = 5;

/**
 * YuNet (https://github.com/ShiqiYu/libfacedetection.train), decoded as in OpenCV's `FaceDetectorYN`. Input: the image
 * at the top left of a black square, BGR from 0 to 255. Outputs for each stride: class and object scores, whose
 * geometric mean is the score of the face; centre offsets in strides, logarithms of the size, and five landmarks. The
 * overlap limit is OpenCV's.
 */
export const yunet: DetectionHead = {
  suppression: { maxOverlap: 0.3, isClassAgnostic: true },

  matches(model) {
    const side = getSquareSide(model);
    const hasOutput = (name: string) => model.outputs.some((output) => output.name === name);
    return (
      side !== null &&
      strides.every((stride) => ['cls', 'obj', 'bbox', 'kps'].every((part) => hasOutput(`${part}_${stride}`)))
    );
  },

  encode(image, model) {
    const side = getSquareSide(model)!;
    const square = createLetterbox(image, side, fitInSquare(image, side, 'top-left'), 0);
    return createSquareInput(model, side, toNchw(square, { order: 'bgr', ...rawBytes }));
  },

  decode(outputs, image, model, minScore) {
    const side = getSquareSide(model)!;
    const { scale } = fitInSquare(image, side, 'top-left');
    const detections: Detection[] = [];
    for (const stride of strides) {
      const readPart = (name: string) => readFloats(outputs, `${name}_${stride}`);
      const [classes, objects, boxes, points] = [readPart('cls'), readPart('obj'), readPart('bbox'), readPart('kps')];
      const columns = side / stride;
      const unit = stride / scale;
      for (let cell = 0; cell < classes.length; cell++) {
        const score = Math.sqrt(clampToUnit(classes[cell]!) * clampToUnit(objects[cell]!));
        if (score < minScore) continue;
        const [column, row] = [cell % columns, Math.floor(cell / columns)];
        const [dx = 0, dy = 0, logWidth = 0, logHeight = 0] = boxes.subarray(4 * cell, 4 * cell + 4);
        const [width, height] = [Math.exp(logWidth) * unit, Math.exp(logHeight) * unit];
        const landmarks = Array.from({ length: landmarkCount }, (_, point): Point => {
          const offset = 2 * (landmarkCount * cell + point);
          return { x: (points[offset]! + column) * unit, y: (points[offset + 1]! + row) * unit };
        });
        const box = { x: (column + dx) * unit - width / 2, y: (row + dy) * unit - height / 2, width, height };
        detections.push({ label: 'face', score, box, landmarks });
      }
    }
    return detections;
  },
};

const clampToUnit = (value: number) => Math.max(0, Math.min(1, value));
