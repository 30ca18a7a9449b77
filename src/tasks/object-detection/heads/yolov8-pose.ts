import { readFloats } from '../../output-floats.ts';
import { cocoKeypoints } from '../coco-keypoints.ts';
import type { Detection } from '../detection.ts';
import type { DetectionHead } from './head.ts';
import { countCells } from './pyramid-levels.ts';
import { getSquareSide } from './square-input.ts';
import { encodeYolov8, readYolov8Box, toImagePoint } from './yolov8.ts';

/** Fields of a cell: centre x and y, width, height, the score of a person, and x, y and visibility of each keypoint. */
const fieldCount = 5 + 3 * cocoKeypoints.length;

/**
 * The pose head of YOLOv8 and its successors (https://docs.ultralytics.com): output [1, 56, cells], otherwise as
 * `yolov8`.
 */
export const yolov8Pose: DetectionHead = {
  suppression: { maxOverlap: 0.7, isClassAgnostic: false },

  matches(model) {
    const side = getSquareSide(model);
    return side !== null && model.outputs[0]?.shape.slice(1).join() === `${fieldCount},${countCells(side)}`;
  },

  encode: encodeYolov8,

  decode(outputs, image, model, minScore) {
    const side = getSquareSide(model)!;
    const values = readFloats(outputs, model.outputs[0]!.name);
    const cells = countCells(side);
    const detections: Detection[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const readField = (field: number) => values[cell + field * cells]!;
      const score = readField(4);
      if (score < minScore) continue;
      const keypoints = cocoKeypoints.map((name, index) => {
        const { x, y } = toImagePoint({ x: readField(5 + 3 * index), y: readField(6 + 3 * index) }, image, side);
        return { name, x, y, score: readField(7 + 3 * index) };
      });
      detections.push({ label: 'person', score, box: readYolov8Box(readField, image, side), keypoints });
    }
    return detections;
  },
};
