import { inflate } from '#core/encoding/deflate.ts';
import type { Point, Quad } from './geometry.ts';
import type { ProbabilityMap } from './text-boxes.ts';
import recordedValues from './samples/reference-values.json' with { type: 'json' };
import truth from './samples/truth.json' with { type: 'json' };

/** A line that RapidOCR recognises in a sample image. */
export interface ReferenceLine {
  readonly box: readonly (readonly [x: number, y: number])[];
  readonly text: string;
  readonly score: number;
}

/** The output of a detector for a sample image, and the boxes that RapidOCR finds in it. */
export interface ReferenceMap {
  readonly image: readonly [width: number, height: number];
  readonly map: readonly [width: number, height: number];
  /** The map as one byte per pixel, deflated and encoded in base64. */
  readonly deflated: string;
  readonly boxes: readonly (readonly (readonly [x: number, y: number])[])[];
  readonly scores: readonly number[];
}

/** Bytes of an image as OpenCV orders them: blue, green, red. */
export interface ReferencePixels {
  readonly size: readonly [width: number, height: number];
  readonly bgr: string;
}

export const reference = recordedValues as unknown as {
  readonly images: Readonly<Record<keyof typeof truth, readonly ReferenceLine[]>>;
  readonly maps: Readonly<Record<keyof typeof truth, ReferenceMap>>;
  readonly crops: readonly (ReferencePixels & { readonly box: ReferenceLine['box'] })[];
  readonly resized: readonly ReferencePixels[];
};

export const sampleNames = Object.keys(truth) as (keyof typeof truth)[];
export { truth };

export function toQuad(box: ReferenceLine['box']): Quad {
  return box.map(([x, y]): Point => ({ x, y })) as unknown as Quad;
}

/** The detector's recorded output for a sample image, quantised to 1/255. */
export async function readRecordedMap(name: (typeof sampleNames)[number]): Promise<ProbabilityMap> {
  const { map, deflated } = reference.maps[name];
  const packed = Uint8Array.from(atob(deflated), (character) => character.charCodeAt(0));
  const levels = await inflate(packed, map[0] * map[1]);
  return {
    width: map[0],
    height: map[1],
    probabilities: Float32Array.from(levels, (level) => level / 255),
  };
}
