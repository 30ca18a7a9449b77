import { readFloats } from '../../output-floats.ts';
import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import { toNchw } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { GraphSignature, InputImage } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import type { Box, Detection, Point } from '../detection.ts';
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

  encode: encodeYolov8,

  decode(outputs, image, model, minScore) {
    const side = getSquareSide(model)!;
    const values = readFloats(outputs, model.outputs[0]!.name);
    const cells = countCells(side);
    const detections: Detection[] = [];
    for (let cell = 0; cell < cells; cell++) {
      const { label, score } = findBestClass(values, cell + 4 * cells, cocoLabels.length, cells);
      if (score < minScore) continue;
      const box = readYolov8Box((field) => values[cell + field * cells]!, image, side);
      detections.push({ label: cocoLabels[label]!, score, box });
    }
    return detections;
  },
};

/** The image in the middle of grey 114, as RGB from 0 to 1. */
export function encodeYolov8(image: InputImage, model: GraphSignature): Tensors {
  const side = getSquareSide(model)!;
  const letterbox = createLetterbox(image, side, fitInSquare(image, side, 'middle'), 114);
  return createSquareInput(model, side, toNchw(letterbox, unitRange));
}

/** The box of a cell, from its fields: centre x and y, width, height in pixels of the input. */
export function readYolov8Box(read: (field: number) => number, image: InputImage, side: number): Box {
  const { scale, left, top } = fitInSquare(image, side, 'middle');
  const [width, height] = [read(2) / scale, read(3) / scale];
  return { x: (read(0) - left) / scale - width / 2, y: (read(1) - top) / scale - height / 2, width, height };
}

/** A point of the input in pixels of the image, inside it. */
export function toImagePoint({ x, y }: Point, image: InputImage, side: number): Point {
  const { scale, left, top } = fitInSquare(image, side, 'middle');
  const clip = (value: number, max: number) => Math.min(max, Math.max(0, value));
  return { x: clip((x - left) / scale, image.width), y: clip((y - top) / scale, image.height) };
}
