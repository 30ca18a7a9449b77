import { cocoLabels } from '../coco-labels.ts';
import type { Detection } from '../detection.ts';
import { readFloats } from '../../output-floats.ts';
import { rawBytes, toNhwc } from '../../pixels.ts';
import type { Head } from './head.ts';

/** The model's input is a square of this side, and its boxes are in its pixels. */
const side = 512;
const output = 'tower_0/detections';

/**
 * CenterNet on MobileNetV3 (https://github.com/610265158/mobilenetv3_centernet): input float32
 * [1, 512, 512, 3], RGB 0 to 255, of the whole image stretched to that size; output rows of left, top, right, bottom,
 * score, class. Overlap limit as in the library that ships it (`@vladmandic/human`, over all labels).
 */
export const centernet: Head = {
  suppression: { maxOverlap: 0.4, acrossLabels: true },

  matches: ({ inputs, outputs }) =>
    inputs.length === 1 && inputs[0]?.shape.join() === '1,512,512,3' && outputs.some(({ name }) => name === output),

  encode(image, { inputs: [input] }) {
    const rgba = image.rgba(side, side);
    return {
      [input?.name ?? '']: {
        dtype: 'float32',
        shape: [1, side, side, 3],
        data: toNhwc(rgba, { order: 'rgb', ...rawBytes }),
      },
    };
  },

  decode(outputs, image, _, minScore) {
    const rows = readFloats(outputs, output);
    const [scaleX, scaleY] = [image.width / side, image.height / side];
    const detections: Detection[] = [];
    for (let offset = 0; offset < rows.length; offset += 6) {
      const [left = 0, top = 0, right = 0, bottom = 0, score = 0, label = -1] = rows.subarray(offset, offset + 6);
      if (score < minScore) continue;
      const box = {
        x: left * scaleX,
        y: top * scaleY,
        width: (right - left) * scaleX,
        height: (bottom - top) * scaleY,
      };
      detections.push({ label: cocoLabels[label] ?? String(label), score, box });
    }
    return detections;
  },
};
