import { normaliseAxis, readNumbers, createValue, type Shape, type Size, type Value } from './value.ts';

/** Returns the shape without the listed axes, or with 1 in their place. Axes outside the rank are ignored. */
export function reduceShape(shape: Shape, axes: Iterable<number>, keepAxes: boolean): Shape {
  const reduced = new Set([...axes].map((axis) => normaliseAxis(axis, shape.length)));
  if (keepAxes) return shape.map((size, axis) => (reduced.has(axis) ? 1 : size));
  return shape.filter((_, axis) => !reduced.has(axis));
}

/** Reorders the axes; `null` if `order` does not list all of them. */
export function permuteShape(shape: Shape, order: readonly number[]): Shape | null {
  return order.length === shape.length ? order.map((axis) => shape[axis] ?? null) : null;
}

/** Gathers the elements that `indices` select along `axis`; `null` if a rank is unknown or the axis is out of range. */
export function gather(x: Value, indices: Value, axis: number): Value | null {
  const axisIndex = x.shape && normaliseAxis(axis, x.shape.length);
  if (!x.shape || !indices.shape || axisIndex === null) return null;
  const shape = [...x.shape.slice(0, axisIndex), ...indices.shape, ...x.shape.slice(axisIndex + 1)];
  const positions = readNumbers(indices.content);
  const content =
    x.content && positions && shape.length <= 1 ? positions.map((position) => x.content?.at(position) ?? null) : null;
  return createValue(x.dtype, shape, content);
}

/** One axis under a sliding window; `before` and `after` are the padding. */
export interface Window {
  readonly kernel: Size;
  readonly stride: number;
  readonly dilation: number;
  readonly before?: number;
  readonly after?: number;
}

/** Counts the windows that fit; with `ceil`, the last may be truncated. `null` if unknown, or if none fits. */
export function countWindows(size: Size, window: Window, ceil = false): Size {
  const { kernel, stride, dilation, before = 0, after = 0 } = window;
  if (typeof size !== 'number' || typeof kernel !== 'number' || stride < 1) return null;
  const steps = (size + before + after - ((kernel - 1) * dilation + 1)) / stride;
  if (steps < 0) return null;
  // A last window that would start in the padding after the data is not counted.
  const rounded = ceil ? Math.ceil(steps) : Math.floor(steps);
  return ceil && rounded * stride >= size + before ? rounded : rounded + 1;
}

/** Counts the windows along an axis padded so that only the stride reduces its size. */
export function countPaddedWindows(size: Size, stride: number): Size {
  return typeof size === 'number' && stride >= 1 ? Math.ceil(size / stride) : null;
}
