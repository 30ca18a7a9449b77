import type { Box, Point } from '#tasks/object-detection/detection.ts';
import { labelInk } from './label-colour.ts';
import { placeLabels } from './labels.ts';

type Context = OffscreenCanvasRenderingContext2D;

/** Draws a result onto a canvas that contains the image in its original size. */
export type Painter<Result> = (context: Context, result: Result, image: ImageBitmap) => void;

/** Encodes a PNG of the image in its original size with the result drawn on it. */
export async function renderAnnotatedPng<Result>(
  image: ImageBitmap,
  result: Result,
  paint: Painter<Result>,
): Promise<Blob> {
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext('2d')!;
  context.drawImage(image, 0, 0);
  paint(context, result, image);
  return canvas.convertToBlob({ type: 'image/png' });
}

export interface Label {
  readonly text: string;
  readonly colour: string;
  /** The box of the object that the label names, in pixels of the image. */
  readonly box: Box;
  /** Lines between its keypoints. */
  readonly limbs?: readonly (readonly [from: Point, to: Point])[];
}

const getLabelFont = (px: number) => `600 ${px}px sans-serif`;
/** Height of a label in font sizes. */
const lineHeight = 1.5;

/** Computes the positions of labels with this font size, in pixels of an image. */
export function layoutLabels(labels: readonly Label[], image: { width: number; height: number }, fontPx: number) {
  const context = new OffscreenCanvas(1, 1).getContext('2d')!;
  context.font = getLabelFont(fontPx);
  const sizes = labels.map(({ text }) => ({
    width: context.measureText(text).width + fontPx,
    height: fontPx * lineHeight,
  }));
  return placeLabels(
    labels.map(({ box }) => box),
    sizes,
    image,
  );
}

/** Draws labels, each with an outline: its box, or the polygon `outline`. */
export function paintLabels(
  context: Context,
  labels: readonly (Label & { readonly outline?: readonly { readonly x: number; readonly y: number }[] })[],
): void {
  const { width, height } = context.canvas;
  const fontPx = Math.max(11, Math.round(Math.max(width, height) / 60));
  const line = fontPx / 6;
  for (const { box, colour, outline, limbs = [] } of labels) {
    const path = new Path2D();
    if (outline) for (const { x, y } of outline) path.lineTo(x, y);
    else path.rect(box.x, box.y, box.width, box.height);
    path.closePath();
    for (const [from, to] of limbs) {
      path.moveTo(from.x, from.y);
      path.lineTo(to.x, to.y);
    }
    for (const [style, lineWidth] of [
      [labelInk, 2 * line],
      [colour, line],
    ] as const) {
      Object.assign(context, { strokeStyle: style, lineWidth });
      context.stroke(path);
    }
  }
  context.font = getLabelFont(fontPx);
  context.textBaseline = 'middle';
  layoutLabels(labels, { width, height }, fontPx).forEach((place, index) => {
    context.fillStyle = labels[index]!.colour;
    context.fillRect(place.x, place.y, place.width, place.height);
    context.fillStyle = labelInk;
    context.fillText(labels[index]!.text, place.x + fontPx / 2, place.y + place.height / 2);
  });
}
