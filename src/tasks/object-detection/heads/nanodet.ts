import type { GraphSignature } from '#core/task/task.ts';
import { readFloats } from '../../output-floats.ts';
import { toNchw, type Channels } from '../../pixels.ts';
import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { DetectionHead } from './head.ts';
import { listPyramidLevels, type PyramidLevel } from './pyramid-levels.ts';
import { createSquareInput, getSquareSide } from './square-input.ts';

/** The distance to each side of a box is a distribution over 0 to 7 strides. */
const binCount = 8;
/** ImageNet's mean and standard deviation in BGR order, as in NanoDet's configuration files. */
const channels: Channels = { order: 'bgr', mean: [103.53, 116.28, 123.675], std: [57.375, 57.12, 58.395] };

/**
 * NanoDet v0.x (https://github.com/RangiLyu/nanodet). Input: the stretched image, BGR normalised. Outputs for each
 * level: class scores, and the distances from the cell's centre to the left, top, right and bottom of the box. Names
 * and order of the outputs differ between exports, so they are distinguished by shape.
 */
export const nanodet: DetectionHead = {
  suppression: { maxOverlap: 0.6, isClassAgnostic: false },

  matches(model) {
    const side = getSquareSide(model);
    return (
      side !== null &&
      listPyramidLevels(side).every((level) => findScoresOutput(model, level) && findDistancesOutput(model, level))
    );
  },

  encode(image, model) {
    const side = getSquareSide(model)!;
    return createSquareInput(model, side, toNchw(image.readRgba(side, side), channels));
  },

  decode(outputs, image, model, minScore) {
    const side = getSquareSide(model)!;
    const [scaleX, scaleY] = [image.width / side, image.height / side];
    const detections: Detection[] = [];
    for (const level of listPyramidLevels(side)) {
      const scores = readFloats(outputs, findScoresOutput(model, level)!.name);
      const distances = readFloats(outputs, findDistancesOutput(model, level)!.name);
      for (let cell = 0; cell < level.cells; cell++) {
        const { classId, score } = findBestClass(scores, cell * cocoLabels.length, cocoLabels.length, 1);
        if (score < minScore) continue;
        const computeDistance = (edge: number) =>
          computeExpectedBin(distances, (cell * 4 + edge) * binCount) * level.stride;
        const [left, top] = [computeDistance(0), computeDistance(1)];
        const x = ((cell % level.columns) + 0.5) * level.stride - left;
        const y = (Math.floor(cell / level.columns) + 0.5) * level.stride - top;
        const [width, height] = [(left + computeDistance(2)) * scaleX, (top + computeDistance(3)) * scaleY];
        detections.push({ label: cocoLabels[classId]!, score, box: { x: x * scaleX, y: y * scaleY, width, height } });
      }
    }
    return detections;
  },
};

function findScoresOutput(model: GraphSignature, { cells }: PyramidLevel) {
  return findOutput(model, cells, cocoLabels.length);
}

function findDistancesOutput(model: GraphSignature, { cells }: PyramidLevel) {
  return findOutput(model, cells, 4 * binCount);
}

function findOutput({ outputs }: GraphSignature, cells: number, width: number) {
  return outputs.find(({ shape }) => shape.slice(-2).join() === `${cells},${width}`);
}

/** Computes the mean of a distribution over 0 to 7 from its logits. */
function computeExpectedBin(logits: Float32Array, start: number): number {
  let [sum, weighted] = [0, 0];
  for (let bin = 0; bin < binCount; bin++) {
    const weight = Math.exp(logits[start + bin]!);
    sum += weight;
    weighted += weight * bin;
  }
  return weighted / sum;
}
