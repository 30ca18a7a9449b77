import type { GraphSignature } from '#core/task/task.ts';
import { readFloats } from '../../output-floats.ts';
import { toNchw, type Channels } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { Head } from './head.ts';
import { listPyramidLevels, type Level } from './pyramid-levels.ts';
import { createSquareInput, getSquareSide } from './square-input.ts';

/** Each of the four distances to a box's sides is a distribution over 0 to 7 strides. */
const bins = 8;
/** ImageNet's mean and deviation in bytes, as in NanoDet's configuration files. */
const channels: Channels = { order: 'bgr', mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395] };

/**
 * NanoDet of the first generation (https://github.com/RangiLyu/nanodet, v0.x): image stretched, BGR normalised; for
 * each level one output of class scores and one of the distances from the cell's middle to the box's left, top, right
 * and bottom. Names and order of the outputs differ between exports, so they are distinguished by shape.
 */
export const nanodet: Head = {
  suppression: { maxOverlap: 0.6, acrossLabels: false },

  matches(model) {
    const side = getSquareSide(model);
    return (
      side !== null && listPyramidLevels(side).every((level) => findScores(model, level) && findDistances(model, level))
    );
  },

  encode(image, model) {
    const side = getSquareSide(model)!;
    return createSquareInput(model, side, toNchw(image.rgba(side, side), channels));
  },

  decode(outputs, image, model, minScore) {
    const side = getSquareSide(model)!;
    const [scaleX, scaleY] = [image.width / side, image.height / side];
    const detections: Detection[] = [];
    for (const level of listPyramidLevels(side)) {
      const scores = readFloats(outputs, findScores(model, level)!.name);
      const distances = readFloats(outputs, findDistances(model, level)!.name);
      for (let cell = 0; cell < level.cells; cell++) {
        const { label, score } = findBestClass(scores, cell * cocoLabels.length, cocoLabels.length, 1);
        if (score < minScore) continue;
        const computeReach = (edge: number) => computeExpectedBin(distances, (cell * 4 + edge) * bins) * level.stride;
        const [left, top] = [computeReach(0), computeReach(1)];
        const x = ((cell % level.columns) + 0.5) * level.stride - left;
        const y = (Math.floor(cell / level.columns) + 0.5) * level.stride - top;
        const [width, height] = [(left + computeReach(2)) * scaleX, (top + computeReach(3)) * scaleY];
        detections.push({ label: cocoLabels[label]!, score, box: { x: x * scaleX, y: y * scaleY, width, height } });
      }
    }
    return detections;
  },
};

function findScores(model: GraphSignature, { cells }: Level) {
  return findOutput(model, cells, cocoLabels.length);
}

function findDistances(model: GraphSignature, { cells }: Level) {
  return findOutput(model, cells, 4 * bins);
}

function findOutput({ outputs }: GraphSignature, cells: number, width: number) {
  return outputs.find(({ shape }) => shape.slice(-2).join() === `${cells},${width}`);
}

/** The mean of a distribution over 0 to 7, given by its logits. */
function computeExpectedBin(logits: Float32Array, start: number): number {
  let [sum, weighted] = [0, 0];
  for (let bin = 0; bin < bins; bin++) {
    const weight = Math.exp(logits[start + bin]!);
    sum += weight;
    weighted += weight * bin;
  }
  return weighted / sum;
}
