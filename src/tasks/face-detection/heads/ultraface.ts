import type { Detection } from '../../object-detection/detection.ts';
import type { DetectionHead } from '../../object-detection/heads/head.ts';
import { readFloats } from '../../output-floats.ts';
import { toNchw, type Channels } from '../../pixels.ts';

const channels: Channels = { order: 'rgb', mean: [127, 127, 127], std: [128, 128, 128] };

/**
 * UltraFace (https://github.com/Linzaer/Ultra-Light-Fast-Generic-Face-Detector-1MB). Input: the whole image stretched
 * to the model's size, RGB. Outputs: `scores` of background and face, `boxes` as corners relative to the image; no
 * landmarks. The overlap limit is that of the repository.
 */
export const ultraface: DetectionHead = {
  suppression: { maxOverlap: 0.3, isClassAgnostic: true },

  matches({ inputs: [input, ...others], outputs }) {
    const getLastDimension = (name: string) => outputs.find((output) => output.name === name)?.shape.at(-1);
    const [, planes, height, width] = input?.shape ?? [];
    const isImage = others.length === 0 && planes === 3 && typeof height === 'number' && typeof width === 'number';
    return isImage && getLastDimension('scores') === 2 && getLastDimension('boxes') === 4;
  },

  encode(image, { inputs: [input] }) {
    const [, , height, width] = input!.shape as readonly number[];
    const data = toNchw(image.readRgba(width!, height!), channels);
    return { [input!.name]: { dtype: 'float32', shape: [1, 3, height!, width!], data } };
  },

  decode(outputs, image, _, minScore) {
    const [scores, corners] = [readFloats(outputs, 'scores'), readFloats(outputs, 'boxes')];
    const detections: Detection[] = [];
    for (let prior = 0; 2 * prior < scores.length; prior++) {
      const score = scores[2 * prior + 1]!;
      if (score < minScore) continue;
      const [left = 0, top = 0, right = 0, bottom = 0] = corners.subarray(4 * prior, 4 * prior + 4);
      const [x, y] = [left * image.width, top * image.height];
      const box = { x, y, width: right * image.width - x, height: bottom * image.height - y };
      detections.push({ label: 'face', score, box });
    }
    return detections;
  },
};
