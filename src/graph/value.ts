import { getBitsPerElement, countElementBytes } from './element-types.ts';

/** A number, a named free dimension, or `null` if unknown. */
export type Size = number | string | null;
export type Shape = readonly Size[];

/** The known properties of a value before the graph runs. */
export interface Value {
  /** An element type (`element-types.ts`), or `unknown`. */
  readonly dtype: string;
  /** `null` if the rank is unknown. */
  readonly shape: Shape | null;
  /**
   * The elements of a scalar, or of a vector of up to `maxConstantElements`, from which shapes and axes are computed.
   */
  readonly content?: readonly Size[];
}

export const unknownValue: Value = { dtype: 'unknown', shape: null };

/** Maximum rank of a shape, above the limit of every engine. */
export const maxRank = 64;
/**
 * Maximum number of elements in a `content`. Shapes and axes are far shorter; a malicious graph could double a content
 * at every node.
 */
export const maxConstantElements = 256;

/** Creates a value. Invalid sizes become `null`. */
export function createValue(dtype: string, shape: Shape | null, content?: readonly Size[] | null): Value {
  const sizes = shape && shape.length <= maxRank ? shape.map(replaceInvalidSize) : null;
  return content && content.length <= maxConstantElements ? { dtype, shape: sizes, content } : { dtype, shape: sizes };
}

function replaceInvalidSize(size: Size): Size {
  return typeof size === 'number' && !(Number.isSafeInteger(size) && size >= 0) ? null : size;
}

/** a * b; `null` if the result is neither a number nor one of the two. */
export function multiplySizes(a: Size, b: Size): Size {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (a === 1) return b;
  return b === 1 ? a : null;
}

export function computeProduct(shape: Shape): Size {
  return shape.reduce(multiplySizes, 1);
}

/** Converts a negative axis to one counted from the start; `null` if out of range. */
export function normaliseAxis(axis: number, rank: number): number | null {
  const fromStart = axis < 0 ? axis + rank : axis;
  return fromStart >= 0 && fromStart < rank ? fromStart : null;
}

/** NumPy broadcasting; `null` if a rank is unknown. Two sizes that are incompatible give `null` for that axis. */
export function broadcastShapes(...shapes: readonly (Shape | null | undefined)[]): Shape | null {
  let result: Shape = [];
  for (const shape of shapes) {
    if (!shape) return null;
    const [longer, shorter] = shape.length > result.length ? [shape, result] : [result, shape];
    const lead = longer.length - shorter.length;
    result = longer.map((size, axis) => (axis < lead ? size : broadcastSize(size, shorter[axis - lead] ?? null)));
  }
  return result;
}

/** A number above 1 takes precedence over a name, which must then equal it or 1. */
function broadcastSize(a: Size, b: Size): Size {
  if (a === 1 || a === b) return b;
  if (b === 1) return a;
  if (typeof a === 'number') return typeof b === 'number' ? null : a;
  return typeof b === 'number' ? b : null;
}

/** Whether every size is a number. */
export function isFixed(shape: Shape | null | undefined): shape is readonly number[] {
  return shape?.every((size) => typeof size === 'number') ?? false;
}

/** Returns the content if all elements are numbers, otherwise `null`. */
export function readNumbers(content: readonly Size[] | undefined): readonly number[] | null {
  return isFixed(content) ? content : null;
}

/** Counts the elements of a tensor of this shape; `null` if a size is unknown or the product is not a safe integer. */
export function countElements(shape: Shape | null | undefined): number | null {
  const count = isFixed(shape) ? shape.reduce((product, size) => product * size, 1) : null;
  return Number.isSafeInteger(count) ? count : null;
}

/**
 * Computes the bytes of a value; `null` if its size or type is unknown. A value with more elements than a safe integer
 * counts as at least a petabyte, which exceeds any memory.
 */
export function countBytes(value: Value): number | null {
  const elements = isFixed(value.shape) ? (countElements(value.shape) ?? Number.MAX_SAFE_INTEGER / 16) : null;
  return elements === null || getBitsPerElement(value.dtype) === 0 ? null : countElementBytes(value.dtype, elements);
}
