import { scoreBox } from './box-score.ts';
import { binarise, findComponents, dilate } from './connected-components.ts';
import { computeDistance, sortCorners, findMinAreaRectangle, type Quad } from './geometry.ts';
import { unclip } from './unclip.ts';

/** The output of a detector: the probability of text for each pixel of its input, row-major. */
export interface ProbabilityMap {
  readonly width: number;
  readonly height: number;
  readonly probabilities: Float32Array;
}

/** The position of a line of text. */
export interface TextBox {
  readonly quad: Quad;
  /** Mean probability inside the box before it is grown, 0 to 1. */
  readonly score: number;
}

// From `config.yaml` of RapidOCR 3.10, except `unclipRatio`, which is from PP-OCR v2.0.
const minProbability = 0.3;
const minScore = 0.5;
const minSide = 3;
const maxBoxes = 1000;
const unclipRatio = 2;

/**
 * Finds the boxes of lines of text by the post-processing of differentiable binarisation (DB,
 * https://arxiv.org/abs/1911.08947).
 * @returns boxes in whole pixels of an image of the given size
 */
export function findTextBoxes(map: ProbabilityMap, image: { width: number; height: number }): TextBox[] {
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
        x: clipToImage((x / width) * image.width, image.width),
        y: clipToImage((y / height) * image.height, image.height),
      }));
      const quad = sortCorners(scaled);
      return isTiny(quad) ? [] : [{ quad, score }];
    });
}

function clipToImage(value: number, size: number): number {
  return Math.min(size - 1, Math.max(0, Math.round(value)));
}

function isTiny([topLeft, topRight, , bottomLeft]: Quad): boolean {
  return Math.min(computeDistance(topLeft, topRight), computeDistance(topLeft, bottomLeft)) < minSide + 1;
}
