import { bitsOf, storedBytesOf } from './element-types.ts';

/** A number, a named free dimension, or null: not known. */
export type Size = number | string | null;
export type Shape = readonly Size[];

/** What is known of a value without running the graph. */
export interface Value {
  /** An element type (`element-types.ts`), or `unknown`. */
  readonly dtype: string;
  /** null: not even the rank is known. */
  readonly shape: Shape | null;
  /** The elements of a scalar or of a vector of up to `maxContent`: what shapes and axes are computed from. */
  readonly content?: readonly Size[];
}

export const unknownValue: Value = { dtype: 'unknown', shape: null };

/** More axes than any engine supports; chosen. */
export const maxRank = 64;
/** Elements of a content; chosen. Shapes and axes are far shorter; a hostile graph could double one at every node. */
export const maxContent = 256;

/** A value. Sizes that no tensor can have become null. */
export function value(dtype: string, shape: Shape | null, content?: readonly Size[] | null): Value {
  const sizes = shape && shape.length <= maxRank ? shape.map(possible) : null;
  return content && content.length <= maxContent ? { dtype, shape: sizes, content } : { dtype, shape: sizes };
}

function possible(size: Size): Size {
  return typeof size === 'number' && !(Number.isSafeInteger(size) && size >= 0) ? null : size;
}

/** a * b; null where that is neither a number nor one of the two. */
export function multiplySizes(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 1) return b;
  return b === 1 ? a : null;
}

export function product(shape: Shape): Size {
  return shape.reduce(multiplySizes, 1);
}

/** An axis counted from the end made one counted from the start; null outside the rank. */
export function axisOf(axis: number, rank: number): number | null {
  const counted = axis < 0 ? axis + rank : axis;
  return counted >= 0 && counted < rank ? counted : null;
}

/** NumPy broadcasting; null where a rank is unknown or two sizes can never meet. */
export function broadcast(...shapes: readonly (Shape | null | undefined)[]): Shape | null {
  let joined: Shape = [];
  for (const shape of shapes) {
    if (!shape) return null;
    const [longer, shorter] = shape.length > joined.length ? [shape, joined] : [joined, shape];
    const lead = longer.length - shorter.length;
    joined = longer.map((size, axis) => (axis < lead ? size : meet(size, shorter[axis - lead] ?? null)));
  }
  return joined;
}

/** A size above one wins over a name, for the name must then be that or one. */
function meet(a: Size, b: Size): Size {
  if (a === 1 || a === b) return b;
  if (b === 1) return a;
  if (typeof a === 'number') return typeof b === 'number' ? null : a;
  return typeof b === 'number' ? b : null;
}

/** Every size a number. */
export function isFixed(shape: Shape | null | undefined): shape is readonly number[] {
  return shape?.every((size) => typeof size === 'number') ?? false;
}

/** Numbers only, or null. */
export function numbersIn(content: readonly Size[] | undefined): readonly number[] | null {
  return isFixed(content) ? content : null;
}

/** Elements of a tensor of this shape; null where a size is not known, or the product is beyond counting. */
export function countElements(shape: Shape | null | undefined): number | null {
  const count = isFixed(shape) ? shape.reduce((product, size) => product * size, 1) : null;
  return Number.isSafeInteger(count) ? count : null;
}

/** Bytes of a value; null where its size or its type is not known. */
export function countBytes(value: Value): number | null {
  const elements = countElements(value.shape);
  return elements === null || bitsOf(value.dtype) === 0 ? null : storedBytesOf(value.dtype, elements);
}
