import type { InputImage, GraphSignature } from '#core/task/task.ts';
import { readFloats } from '../../output-floats.ts';
import { softmax } from '../../probabilities.ts';
import { toNchw, type Channels } from '../../pixels.ts';
import { getCocoCategory, cocoCategoryCount } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { findBestClass } from './best-class.ts';
import type { Head } from './head.ts';

/** COCO's categories by their own numbers, 0 to 90, then “nothing here”. */
const classes = cocoCategoryCount + 1;
/** Limits of the sides in pixels, and ImageNet's mean and deviation in bytes, as in the configuration. */
const [shortest, longest] = [512, 1333];
const channels: Channels = { order: 'rgb', mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };
/** Pixels of a patch's side. The model ignores partial patches at an edge, so sizes are multiples of it. */
const patch = 16;

/**
 * YOLOS as transformers.js exports it (https://huggingface.co/hustvl/yolos-tiny, its `preprocessor_config.json`, and
 * `YolosImageProcessor` of transformers): the whole image, its shorter edge resized to 512, RGB normalised; `logits`
 * by softmax, `pred_boxes` as centre and size relative to the image. Trained to detect each object once.
 */
export const yolos: Head = {
  suppression: { maxOverlap: 1, acrossLabels: false },

  matches: (model) =>
    model.inputs.length === 1 &&
    model.inputs[0]?.shape.length === 4 &&
    getLastSize(model, 'logits') === classes &&
    getLastSize(model, 'pred_boxes') === 4,

  encode(image, { inputs: [input] }) {
    const resized = computeSize(image);
    const [, , height = null, width = null] = input!.shape;
    const rows = typeof height === 'number' ? height : resized.height;
    const columns = typeof width === 'number' ? width : resized.width;
    const data = toNchw(image.rgba(columns, rows), channels);
    return { [input!.name]: { dtype: 'float32', shape: [1, 3, rows, columns], data } };
  },

  decode(outputs, image, _, minScore) {
    const logits = readFloats(outputs, 'logits');
    const boxes = readFloats(outputs, 'pred_boxes');
    const detections: Detection[] = [];
    for (let query = 0; query * classes < logits.length; query++) {
      const probabilities = softmax(logits.subarray(query * classes, (query + 1) * classes));
      const { label, score } = findBestClass(probabilities, 0, classes - 1, 1);
      if (score < minScore) continue;
      const [centreX = 0, centreY = 0, wide = 0, tall = 0] = boxes.subarray(query * 4, query * 4 + 4);
      const [width, height] = [wide * image.width, tall * image.height];
      const box = { x: centreX * image.width - width / 2, y: centreY * image.height - height / 2, width, height };
      detections.push({ label: getCocoCategory(label) ?? String(label), score, box });
    }
    return detections;
  },
};

function getLastSize({ outputs }: GraphSignature, name: string) {
  return outputs.find((output) => output.name === name)?.shape.at(-1);
}

/**
 * Scales the shorter edge to 512, or less if the longer one would exceed 1333, then rounds both down to whole patches.
 */
function computeSize({ width, height }: InputImage): { width: number; height: number } {
  const scale = Math.min(shortest / Math.min(width, height), longest / Math.max(width, height));
  const roundToPatch = (size: number) => Math.max(patch, Math.floor(Math.round(size * scale) / patch) * patch);
  return { width: roundToPatch(width), height: roundToPatch(height) };
}
