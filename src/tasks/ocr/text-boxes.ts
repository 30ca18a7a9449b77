import { scoreBox } from './box-score.ts';
import { binarise, findComponents, dilate } from './connected-components.ts';
import { measureDistance, fromTopLeft, findMinAreaRectangle, type Quad } from './geometry.ts';
import { unclip } from './unclip.ts';

/** The output of a detector: for every pixel of its input the probability of text. Row-major. */
export interface ProbabilityMap {
  readonly width: number;
  readonly height: number;
  readonly probabilities: Float32Array;
}

export interface TextBox {
  readonly quad: Quad;
  /** Mean probability inside the box before it is grown, 0 to 1. */
  readonly score: number;
}

// The values of RapidOCR 3.10 (config.yaml); the last is from PP-OCR v2.0.
const minProbability = 0.3;
const minScore = 0.5;
const minSide = 3;
const maxBoxes = 1000;
const unclipRatio = 2;

/**
 * Boxes around lines of text, in whole pixels of an image of the given size: the post-processing of differentiable
 * binarisation (DB, https://arxiv.org/abs/1911.08947). Holes in a component are ignored: they contain no text.
 */
export function textBoxes(map: ProbabilityMap, image: { width: number; height: number }): TextBox[] {
  const { width, height, probabilities } = map;
  const mask = dilate(binarise(probabilities, minProbability), width);
  return findComponents(mask, width)
    .slice(0, maxBoxes)
    .flatMap((points) => {
      const inner = findMinAreaRectangle(points);
      if (!inner || inner.shortSide < minSide) return [];
      const score = scoreBox(probabilities, width, inner.quad);
      if (score < minScore) return [];
      const outer = findMinAreaRectangle(unclip(inner.quad, unclipRatio));
      if (!outer || outer.shortSide < minSide + 2) return [];
      const scaled = outer.quad.map(({ x, y }) => ({
        x: onImage((x / width) * image.width, image.width),
        y: onImage((y / height) * image.height, image.height),
      }));
      const quad = fromTopLeft(scaled);
      return isTiny(quad) ? [] : [{ quad, score }];
    });
}

function onImage(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.round(value)));
}

function isTiny([topLeft, topRight, , bottomLeft]: Quad): boolean {
  return Math.min(measureDistance(topLeft, topRight), measureDistance(topLeft, bottomLeft)) < minSide + 1;
}
