import type { InputImage, GraphSignature } from '#core/task/task.ts';
import { readFloats } from '../../output-floats.ts';
import { softmax } from '../../probabilities.ts';
import { imagenetRgb, toNchw } from '../../pixels.ts';
import { getCocoCategory, cocoCategoryCount } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { DetectionHead } from './head.ts';

/** COCO's category ids from 0 to 90, then the class `no object`. */
const classCount = cocoCategoryCount + 1;
/** `shortest_edge` and `longest_edge` of the model's `preprocessor_config.json`, in pixels. */
const [shortestEdge, longestEdge] = [512, 1333];
/** Side of a patch in pixels. The model ignores partial patches at the edges, so sizes are multiples of it. */
const patchSize = 16;

/**
 * YOLOS as transformers.js exports it (https://huggingface.co/hustvl/yolos-tiny, `YolosImageProcessor` of
 * transformers). Input: the whole image, its shorter edge resized to 512, RGB normalised. Outputs: `logits` for a
 * softmax, `pred_boxes` with centre and size relative to the image. Boxes are not suppressed, because the model is
 * trained to detect each object once.
 */
export const yolos: DetectionHead = {
  suppression: { maxOverlap: 1, isClassAgnostic: false },

  matches: (model) =>
    model.inputs.length === 1 &&
    model.inputs[0]?.shape.length === 4 &&
    getLastDimension(model, 'logits') === classCount &&
    getLastDimension(model, 'pred_boxes') === 4,

  encode(image, { inputs: [input] }) {
    const resized = computeInputSize(image);
    const [, , height = null, width = null] = input!.shape;
    const rows = typeof height === 'number' ? height : resized.height;
    const columns = typeof width === 'number' ? width : resized.width;
    const data = toNchw(image.readRgba(columns, rows), imagenetRgb);
    return { [input!.name]: { dtype: 'float32', shape: [1, 3, rows, columns], data } };
  },

  decode(outputs, image, _, minScore) {
    const logits = readFloats(outputs, 'logits');
    const boxes = readFloats(outputs, 'pred_boxes');
    const detections: Detection[] = [];
    for (let query = 0; query * classCount < logits.length; query++) {
      const probabilities = softmax(logits.subarray(query * classCount, (query + 1) * classCount));
      const { classId, score } = findBestClass(probabilities, 0, classCount - 1, 1);
      if (score < minScore) continue;
      const [centreX = 0, centreY = 0, relativeWidth = 0, relativeHeight = 0] = boxes.subarray(
        query * 4,
        query * 4 + 4,
      );
      const [width, height] = [relativeWidth * image.width, relativeHeight * image.height];
      const box = { x: centreX * image.width - width / 2, y: centreY * image.height - height / 2, width, height };
      detections.push({ label: getCocoCategory(classId) ?? String(classId), score, box });
    }
    return detections;
  },
};

function getLastDimension({ outputs }: GraphSignature, name: string) {
  return outputs.find((output) => output.name === name)?.shape.at(-1);
}

/**
 * Scales the shorter edge to 512, or less if the longer one would exceed 1333, then rounds both down to whole patches.
 */
function computeInputSize({ width, height }: InputImage): { width: number; height: number } {
  const scale = Math.min(shortestEdge / Math.min(width, height), longestEdge / Math.max(width, height));
  const roundToPatch = (size: number) =>
    Math.max(patchSize, Math.floor(Math.round(size * scale) / patchSize) * patchSize);
  return { width: roundToPatch(width), height: roundToPatch(height) };
}
