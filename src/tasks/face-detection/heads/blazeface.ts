import { createLetterbox, fitInSquare } from '../../letterbox.ts';
import type { Detection, Point } from '../../object-detection/detection.ts';
import type { DetectionHead } from '../../object-detection/heads/head.ts';
import { readFloats } from '../../output-floats.ts';
import { signedUnitRgb, toNhwc } from '../../pixels.ts';

/** The model's input is a square of this side, and its boxes are in its pixels. */
const side = 128;
/** Numbers of an anchor: its box, and two for each of six points: eyes, nose, middle of the mouth, ears. */
const fieldCount = 16;
/** The ears are left out. */
const landmarkCount = 4;
/** The centres of anchors in pixels: two in each cell of 8 pixels, then six in each of 16, as in MediaPipe's graph. */
const anchors: readonly Point[] = [
  [8, 2],
  [16, 6],
].flatMap(([stride = 1, count = 0]) => {
  const columns = side / stride;
  return Array.from({ length: columns * columns * count }, (_, index) => {
    const cell = Math.floor(index / count);
    return { x: ((cell % columns) + 0.5) * stride, y: (Math.floor(cell / columns) + 0.5) * stride };
  });
});

/**
 * MediaPipe's short-range BlazeFace (https://github.com/google-ai-edge/mediapipe, `face_detection_short_range`). Input:
 * the image in the middle of a black square, RGB from -1 to 1. Outputs: `classificators` are logits, `regressors` are
 * offsets from the anchors. The overlap limit is that of MediaPipe's graph.
 */
export const blazeface: DetectionHead = {
  suppression: { maxOverlap: 0.3, isClassAgnostic: true },

  matches({ inputs: [input, ...others], outputs }) {
    const getShape = (name: string) =>
      outputs
        .find((output) => output.name === name)
        ?.shape.slice(1)
        .join();
    const isImage = others.length === 0 && input?.shape.slice(1).join() === `${side},${side},3`;
    return (
      isImage &&
      getShape('regressors') === `${anchors.length},${fieldCount}` &&
      getShape('classificators') === `${anchors.length},1`
    );
  },

  encode(image, { inputs: [input] }) {
    const square = createLetterbox(image, side, fitInSquare(image, side, 'middle'), 0);
    return { [input!.name]: { dtype: 'float32', shape: [1, side, side, 3], data: toNhwc(square, signedUnitRgb) } };
  },

  decode(outputs, image, _, minScore) {
    const [logits, rows] = [readFloats(outputs, 'classificators'), readFloats(outputs, 'regressors')];
    const { scale, left, top } = fitInSquare(image, side, 'middle');
    const detections: Detection[] = [];
    anchors.forEach((anchor, index) => {
      const score = 1 / (1 + Math.exp(-logits[index]!));
      if (score < minScore) return;
      const offset = fieldCount * index;
      const readPoint = (from: number): Point => ({
        x: (rows[from]! + anchor.x - left) / scale,
        y: (rows[from + 1]! + anchor.y - top) / scale,
      });
      const centre = readPoint(offset);
      const [width, height] = [rows[offset + 2]! / scale, rows[offset + 3]! / scale];
      detections.push({
        label: 'face',
        score,
        box: { x: centre.x - width / 2, y: centre.y - height / 2, width, height },
        landmarks: Array.from({ length: landmarkCount }, (_point, number) => readPoint(offset + 4 + 2 * number)),
      });
    });
    return detections;
  },
};
