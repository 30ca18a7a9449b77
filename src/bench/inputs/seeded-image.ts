import type { TensorSpec } from '#core/engine/tensor.ts';
import { findImageAxes } from '#formats/image-size.ts';
import { imageRule } from '../method.ts';

/** The channels of a pixel, each from 0 to 1. */
type Colour = readonly number[];

interface Shape {
  readonly isBox: boolean;
  readonly row: number;
  readonly column: number;
  readonly height: number;
  readonly width: number;
  readonly colour: Colour;
}

export interface ImageLayout {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Whether the values of a channel are contiguous (NCHW). */
  readonly isPlanar: boolean;
}

/** Detects the layout of the images in a tensor of this shape; `null` if it is not an image or too small. */
export function recogniseImageLayout({ name }: TensorSpec, shape: readonly number[]): ImageLayout | null {
  const axes = findImageAxes({ name, shape });
  if (!axes) return null;
  const [height = 0, width = 0] = [shape[axes.height], shape[axes.width]];
  const isPlanar = axes.height === 2;
  const channels = shape[isPlanar ? 1 : 3] ?? 0;
  return Math.min(height, width) < imageRule.minSide ? null : { channels, height, width, isPlanar };
}

/**
 * Creates images for a tensor of `count` values: discs and boxes of several sizes on a smooth background with low noise.
 * Uses only sums, products and quotients, which are bit-identical on all devices.
 * @returns values from 0 to 1 in the order of the tensor: red, green, blue and opaque alpha in a fourth channel
 */
export function createSeededImages(
  layout: ImageLayout,
  count: number,
  random: () => number,
): Float64Array<ArrayBuffer> {
  const { channels, height, width, isPlanar } = layout;
  const pixels = height * width;
  const values = new Float64Array(count);
  for (let start = 0; start < count; start += pixels * channels) {
    const getColour = createSeededScene(random);
    for (let pixel = 0; pixel < pixels; pixel++) {
      const colour = getColour(Math.floor(pixel / width) / height, (pixel % width) / width);
      const noise = (random() - 0.5) * imageRule.noise;
      for (let channel = 0; channel < channels; channel++) {
        const index = isPlanar ? channel * pixels + pixel : pixel * channels + channel;
        values[start + index] = computeChannelValue(colour, channel, channels, noise);
      }
    }
  }
  return values;
}

function computeChannelValue(colour: Colour, channel: number, channels: number, noise: number): number {
  if (channel === 3) return 1;
  const [red = 0, green = 0, blue = 0] = colour;
  const value = channels === 1 ? (red + green + blue) / 3 : (colour[channel] ?? 0);
  return Math.min(1, Math.max(0, value + noise));
}

/** Creates a function from a position, with coordinates from 0 to 1, to its colour. */
function createSeededScene(random: () => number): (row: number, column: number) => Colour {
  const drawColour = (): Colour => [random(), random(), random()];
  const [left, right, bottom] = [drawColour(), drawColour(), drawColour()];
  const shapes = Array.from({ length: imageRule.shapes }, (_, index): Shape => {
    // Later shapes are smaller and in front.
    const size = 0.5 / (1 + index / 3);
    const [row, column] = [random(), random()];
    const [height, width] = [size * (0.5 + random() / 2), size * (0.5 + random() / 2)];
    return { isBox: index % 2 === 1, row, column, height, width, colour: drawColour() };
  });
  return (row, column) => {
    const front = shapes.findLast((shape) => isInside(shape, row, column));
    if (!front)
      return left.map((value, i) => (value * (1 - column) + right[i]! * column + bottom[i]! * row) / (1 + row));
    const shade = 1 - (row - front.row + front.height) / (4 * front.height);
    return front.colour.map((value) => value * shade);
  };
}

function isInside({ isBox, row, column, height, width }: Shape, y: number, x: number): boolean {
  const [dy, dx] = [(y - row) / height, (x - column) / width];
  return isBox ? Math.abs(dy) <= 1 && Math.abs(dx) <= 1 : dy * dy + dx * dx <= 1;
}
