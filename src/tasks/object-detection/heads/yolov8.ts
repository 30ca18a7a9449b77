import { readFloats } from '../../output-floats.ts';
import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import { toNchw, unitRgb } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { GraphSignature, InputImage } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Box, Detection, Point } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { DetectionHead } from './head.ts';
import { countCells } from './pyramid-levels.ts';
import { createSquareInput, getSquareSide } from './square-input.ts';

/** A cell of an output [1, fields, cells]. */
export interface OutputCell {
  readonly values: Float32Array;
  /** Index of its first field in `values`; the next field is `stride` values further. */
  readonly start: number;
  readonly stride: number;
  readonly image: InputImage;
  /** Side of the input, in pixels. */
  readonly side: number;
}

/** Fields of a cell: centre x and y, width, height, then the score of each class. */
const fieldCount = 4 + cocoLabels.length;

/**
 * YOLOv8 and later models with the same output (https://docs.ultralytics.com). Input: the image in the middle of grey
 * 114, RGB from 0 to 1. Output: [1, 84, cells], boxes in pixels of the input.
 */
export const yolov8: DetectionHead = createYolov8Head(fieldCount, (cell, minScore) => {
  const { values, start, stride } = cell;
  const { classId, score } = findBestClass(values, start + 4 * stride, cocoLabels.length, stride);
  return score < minScore ? null : { label: cocoLabels[classId]!, score, box: readYolov8Box(cell) };
});

/**
 * Creates a head for the input of YOLOv8 and an output of cells whose first four fields are a box.
 * @param decodeCell returns `null` if the score of the cell is less than `minScore`
 */
export function createYolov8Head(
  fieldCount: number,
  decodeCell: (cell: OutputCell, minScore: number) => Detection | null,
): DetectionHead {
  return {
    suppression: { maxOverlap: 0.7, isClassAgnostic: false },

    matches(model) {
      const side = getSquareSide(model);
      return side !== null && model.outputs[0]?.shape.slice(1).join() === `${fieldCount},${countCells(side)}`;
    },

    encode: encodeYolov8,

    decode(outputs, image, model, minScore) {
      const side = getSquareSide(model)!;
      const values = readFloats(outputs, model.outputs[0]!.name);
      const stride = countCells(side);
      const detections: Detection[] = [];
      for (let start = 0; start < stride; start++) {
        const detection = decodeCell({ values, start, stride, image, side }, minScore);
        if (detection) detections.push(detection);
      }
      return detections;
    },
  };
}

/** Encodes the image in the middle of grey 114, as RGB from 0 to 1. */
export function encodeYolov8(image: InputImage, model: GraphSignature): Tensors {
  const side = getSquareSide(model)!;
  const letterbox = createLetterbox(image, side, fitInSquare(image, side, 'middle'), 114);
  return createSquareInput(model, side, toNchw(letterbox, unitRgb));
}

/** Reads the box of a cell, in pixels of the image, from centre x and y, width and height in pixels of the input. */
export function readYolov8Box({ values, start, stride, image, side }: OutputCell): Box {
  const { scale, left, top } = fitInSquare(image, side, 'middle');
  const readField = (field: number) => values[start + field * stride]!;
  const [width, height] = [readField(2) / scale, readField(3) / scale];
  return { x: (readField(0) - left) / scale - width / 2, y: (readField(1) - top) / scale - height / 2, width, height };
}

/** Converts a point of the input to pixels of the image, clipped to its edges. */
export function toImagePoint({ x, y }: Point, image: InputImage, side: number): Point {
  const { scale, left, top } = fitInSquare(image, side, 'middle');
  const clip = (value: number, max: number) => Math.min(max, Math.max(0, value));
  return { x: clip((x - left) / scale, image.width), y: clip((y - top) / scale, image.height) };
}
