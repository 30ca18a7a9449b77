import type { TensorSpec } from '#core/tensor.ts';
import { freeDimensions } from './seeded-inputs.ts';

/**
 * A usual size for each free dimension, as a starting point. Images are 224 x 224: the usual size of classifiers, and a
 * multiple of 32, which detectors and segmentation models require.
 */
export function suggestedSizes(specs: readonly TensorSpec[]): Readonly<Record<string, number>> {
  const sizes = freeDimensions(specs).map((name): [string, number] => {
    for (const spec of specs) {
      const axis = spec.shape.findIndex(
        (size, index) => size === name || (size === null && `${spec.name}.${index}` === name),
      );
      if (axis >= 0) return [name, sizeOf(spec, axis)];
    }
    return [name, 1];
  });
  return Object.fromEntries(sizes);
}

/** By the dimension's name, most reliable first. */
const byName: readonly (readonly [RegExp, number])[] = [
  [/batch/i, 1],
  [/channel/i, 3],
  [/height|width/i, 224],
];

/** Tokens of a short text or frames of a short sound, and the window of a voice activity detector at 16 kHz. */
const [sequence, window] = [128, 512];

function sizeOf({ name: input, dtype, shape }: TensorSpec, axis: number): number {
  const name = shape[axis] ?? '';
  const named = byName.find(([pattern]) => typeof name === 'string' && pattern.test(name))?.[1];
  if (named !== undefined) return named;
  const isCache = /past|cache|key|value/i.test(input) && !/pixel/i.test(input);
  if (shape.length === 4 && !isCache) return isChannels(shape, axis) ? 3 : 224;
  const isSequence = typeof name === 'string' && /seq|len|time|token/i.test(name);
  if (dtype === 'float32' && shape.length === 2 && !isSequence) return window;
  return sequence;
}

/** Whether this is the channel axis of an image: the last axis if it has a typical number of channels, else the second. */
function isChannels(shape: TensorSpec['shape'], axis: number): boolean {
  const isLast = shape[3] === 1 || shape[3] === 3 || shape[3] === 4;
  return axis === (isLast ? 3 : 1);
}
