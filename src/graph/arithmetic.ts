import { isFixed, maxConstantElements, type Shape, type Size, type Value } from './value.ts';

/** The operation of a node on two numbers, as needed for shape computations. */
export type Arithmetic = (a: number, b: number) => number;

export const multiply: Arithmetic = (a, b) => a * b;
export const divide: Arithmetic = (a, b) => a / b;
export const divideTowardsZero: Arithmetic = (a, b) => Math.trunc(a / b);

/** x * 1 and x / 1 equal x even if x is a named dimension. */
const isIdentityForOne: ReadonlySet<Arithmetic> = new Set([multiply, divide, divideTowardsZero]);

/**
 * Applies an operation to the contents of two scalars or vectors, element by element; a single element is broadcast.
 * @param shape The broadcast shape of both.
 * @returns `null` if a content is unknown, or the result is neither a scalar nor a vector
 */
export function computeContent(
  a: Value,
  b: Value,
  shape: Shape | null,
  arithmetic: Arithmetic,
): readonly Size[] | null {
  if (!a.content || !b.content || !isFixed(shape) || shape.length > 1) return null;
  return Array.from({ length: Math.min(shape[0] ?? 1, maxConstantElements + 1) }, (_, index) => {
    const [x, y] = [readContent(a, index), readContent(b, index)];
    if (typeof x === 'number' && typeof y === 'number') return arithmetic(x, y);
    return y === 1 && isIdentityForOne.has(arithmetic) ? x : null;
  });
}

/** Reads the element that corresponds to `index` of the other input; a single element is broadcast. */
export function readContent({ content }: Value, index: number): Size {
  return content?.[content.length === 1 ? 0 : index] ?? null;
}
