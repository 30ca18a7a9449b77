import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { readFloats } from '../../output-floats.ts';
import { rawBytes, toNhwc } from '../../pixels.ts';
import type { DetectionHead } from './head.ts';

/** The model's input is a square of this side, and its boxes are in its pixels. */
const side = 512;
const outputName = 'tower_0/detections';

/**
 * CenterNet on MobileNetV3 (https://github.com/610265158/mobilenetv3_centernet). Input: float32 [1, 512, 512, 3], the
 * whole image stretched to that size, RGB from 0 to 255. Output: rows of left, top, right, bottom, score, class. The
 * overlap limit is that of the library that ships the model (`@vladmandic/human`), which is class-agnostic.
 */
export const centernet: DetectionHead = {
  suppression: { maxOverlap: 0.4, isClassAgnostic: true },

  matches: ({ inputs, outputs }) =>
    inputs.length === 1 && inputs[0]?.shape.join() === '1,512,512,3' && outputs.some(({ name }) => name === outputName),

  encode(image, { inputs: [input] }) {
    const rgba = image.readRgba(side, side);
    return {
      [input?.name ?? '']: {
        dtype: 'float32',
        shape: [1, side, side, 3],
        data: toNhwc(rgba, { order: 'rgb', ...rawBytes }),
      },
    };
  },

  decode(outputs, image, _, minScore) {
    const rows = readFloats(outputs, outputName);
    const [scaleX, scaleY] = [image.width / side, image.height / side];
    const detections: Detection[] = [];
    for (let offset = 0; offset < rows.length; offset += 6) {
      const [left = 0, top = 0, right = 0, bottom = 0, score = 0, classId = -1] = rows.subarray(offset, offset + 6);
      if (score < minScore) continue;
      const box = {
        x: left * scaleX,
        y: top * scaleY,
        width: (right - left) * scaleX,
        height: (bottom - top) * scaleY,
      };
      detections.push({ label: cocoLabels[classId] ?? String(classId), score, box });
    }
    return detections;
  },
};
