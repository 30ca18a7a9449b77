import { isFixed, maxContent, type Shape, type Size, type Value } from './value.ts';

/** What a node computes of two numbers, as far as shapes need it. */
export type Arithmetic = (a: number, b: number) => number;

export const multiply: Arithmetic = (a, b) => a * b;
export const divide: Arithmetic = (a, b) => a / b;
export const divideTowardsZero: Arithmetic = (a, b) => Math.trunc(a / b);

/** x * 1 and x / 1 are x even where x is only a name. */
const keepsAgainstOne: ReadonlySet<Arithmetic> = new Set([multiply, divide, divideTowardsZero]);

/**
 * The contents of two scalars or vectors, one of them repeated where it has a single element, element by element.
 * @param shape The broadcast shape of both.
 * @returns null where a content is not known, or the result is no scalar and no vector
 */
export function computeContent(
  a: Value,
  b: Value,
  shape: Shape | null,
  arithmetic: Arithmetic,
): readonly Size[] | null {
  if (!a.content || !b.content || !isFixed(shape) || shape.length > 1) return null;
  return Array.from({ length: Math.min(shape[0] ?? 1, maxContent + 1) }, (_, index) => {
    const [x, y] = [contentAt(a, index), contentAt(b, index)];
    if (typeof x === 'number' && typeof y === 'number') return arithmetic(x, y);
    return y === 1 && keepsAgainstOne.has(arithmetic) ? x : null;
  });
}

/** The element that meets `index` of the other input; a single one meets all. */
export function contentAt({ content }: Value, index: number): Size {
  return content?.[content.length === 1 ? 0 : index] ?? null;
}
