import operators from './webnn-operators.json' with { type: 'json' };
import type { CoverageReason } from './coverage.ts';

/** Opset ranges, such as `7-12 13+`, by operator, from the package's list. Not tested. */
const opsetRanges: Readonly<Record<string, string>> = operators.operators;

/** Returns why onnxruntime's WebNN provider does not support an operator, or `null` if the package lists it. */
export function findWebnnReason(operator: string, opset: number): CoverageReason | null {
  if (!Object.hasOwn(opsetRanges, operator)) return { code: 'operator' };
  const isListed = opsetRanges[operator]!.split(' ').some((range) => {
    const [, first, last] = /^(\d+)(?:-(\d+)|\+)?$/.exec(range) ?? [];
    return Number(first) <= opset && opset <= Number(last ?? (range.endsWith('+') ? Infinity : first));
  });
  return isListed ? null : { code: 'opset', opset };
}
