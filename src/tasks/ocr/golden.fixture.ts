import type { Point, Quad } from './geometry.ts';
import recorded from './samples/golden.json' with { type: 'json' };
import truth from './samples/truth.json' with { type: 'json' };

/** What RapidOCR reads in a sample picture, in its order. */
export interface GoldenLine {
  readonly box: readonly (readonly [x: number, y: number])[];
  readonly text: string;
  readonly score: number;
}

/** A detector's output for a sample picture, and RapidOCR's boxes for exactly that output. */
export interface GoldenMap {
  readonly picture: readonly [width: number, height: number];
  readonly map: readonly [width: number, height: number];
  readonly boxes: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly scores: readonly number[];
}

/** Bytes of a picture as OpenCV orders them: blue, green, red. */
export interface GoldenPixels {
  readonly size: readonly [width: number, height: number];
  readonly bgr: string;
}

export const golden = recorded as unknown as {
  readonly pictures: Readonly<Record<keyof typeof truth, readonly GoldenLine[]>>;
  readonly maps: Readonly<Record<keyof typeof truth, GoldenMap>>;
  readonly crops: readonly (GoldenPixels & { readonly box: GoldenLine['box'] })[];
  readonly resized: readonly GoldenPixels[];
};

export const sampleNames = Object.keys(truth) as (keyof typeof truth)[];
export { truth };

export function quadOf(box: GoldenLine['box']): Quad {
  return box.map(([x, y]): Point => ({ x, y })) as unknown as Quad;
}
