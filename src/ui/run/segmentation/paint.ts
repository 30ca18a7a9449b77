import type { Segmentation } from '#tasks/segmentation/segmentation.ts';

/** What to show: the coloured mask, or the foreground on another background. */
export type BackgroundEffect = 'mask' | 'cut-out' | 'blur' | 'colour' | 'image';

export interface Background {
  readonly effect: BackgroundEffect;
  /** A CSS colour, for `colour`. */
  readonly colour: string;
  /** The image for `image`; `null` until one is chosen. */
  readonly image: ImageBitmap | null;
}

/** Shorter side in pixels to which the image is scaled down for the blur. Heuristic, not measured. */
const blurredSide = 24;

function createCanvas(width: number, height: number): [OffscreenCanvas, OffscreenCanvasRenderingContext2D] {
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  return [canvas, context];
}

/** Paints the mask at the model's resolution, opaque in the foreground, with one colour per class. */
function paintMask({ width, height, alpha, classMap }: Segmentation): OffscreenCanvas {
  const [canvas, context] = createCanvas(width, height);
  const pixels = new Uint8ClampedArray(4 * width * height);
  for (let index = 0; index < alpha.length; index++) {
    const [red, green, blue] = getClassColour(classMap ? classMap[index]! : 1);
    pixels.set([red, green, blue, alpha[index]!], 4 * index);
  }
  context.putImageData(new ImageData(pixels, width, height), 0, 0);
  return canvas;
}

/** Returns the colour of a class, 0 to 255 per channel. Consecutive classes differ in hue by the golden angle. */
export function getClassColour(index: number): readonly [red: number, green: number, blue: number] {
  const hue = (0.55 + index * 0.618034) % 1;
  const channel = (offset: number) => {
    const wave = Math.abs(((hue + offset) % 1) * 6 - 3) - 1;
    return Math.round(255 * (0.25 + 0.7 * Math.min(1, Math.max(0, wave))));
  };
  return [channel(0), channel(2 / 3), channel(1 / 3)];
}

/**
 * Paints the overlay: the coloured mask, or the new background, transparent in the foreground.
 * The browser scales the mask up bilinearly, as MediaPipe and transformers.js do.
 */
export function paintOverlay(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  source: CanvasImageSource,
  segmentation: Segmentation,
  background: Background,
): void {
  const { width, height } = context.canvas;
  context.clearRect(0, 0, width, height);
  context.globalCompositeOperation = 'source-over';
  if (background.effect === 'mask') {
    context.globalAlpha = 0.55;
    context.drawImage(paintMask(segmentation), 0, 0, width, height);
    context.globalAlpha = 1;
    return;
  }
  paintBackground(context, source, background);
  context.globalCompositeOperation = 'destination-out';
  context.drawImage(paintMask(segmentation), 0, 0, width, height);
  context.globalCompositeOperation = 'source-over';
}

function paintBackground(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  source: CanvasImageSource,
  { effect, colour, image }: Background,
): void {
  const { width, height } = context.canvas;
  if (effect === 'blur') {
    const scale = blurredSide / Math.min(width, height);
    const [smallCanvas, smallContext] = createCanvas(Math.ceil(width * scale), Math.ceil(height * scale));
    smallContext.drawImage(source, 0, 0, smallCanvas.width, smallCanvas.height);
    context.imageSmoothingQuality = 'high';
    context.drawImage(smallCanvas, 0, 0, width, height);
  } else if (effect === 'image' && image) {
    const scale = Math.max(width / image.width, height / image.height); // covers the image, cropped at two sides
    const [coverWidth, coverHeight] = [image.width * scale, image.height * scale];
    context.drawImage(image, (width - coverWidth) / 2, (height - coverHeight) / 2, coverWidth, coverHeight);
  } else if (effect === 'cut-out') {
    const [tile, tileContext] = createCanvas(16, 16);
    tileContext.fillStyle = '#fff';
    tileContext.fillRect(0, 0, 16, 16);
    tileContext.fillStyle = '#ccc';
    tileContext.fillRect(0, 0, 8, 8);
    tileContext.fillRect(8, 8, 8, 8);
    context.fillStyle = context.createPattern(tile, 'repeat')!;
    context.fillRect(0, 0, width, height);
  } else {
    context.fillStyle = colour;
    context.fillRect(0, 0, width, height);
  }
}

/** Draws the overlay on the image of a canvas; for a cut-out, makes its background transparent. */
export function paintResult(
  context: OffscreenCanvasRenderingContext2D,
  source: CanvasImageSource,
  segmentation: Segmentation,
  background: Background,
): void {
  const { width, height } = context.canvas;
  if (background.effect === 'cut-out') {
    context.globalCompositeOperation = 'destination-in';
    context.drawImage(paintMask(segmentation), 0, 0, width, height);
    return;
  }
  const [overlay, overlayContext] = createCanvas(width, height);
  paintOverlay(overlayContext, source, segmentation, background);
  context.drawImage(overlay, 0, 0);
}
