import operators from './webnn-operators.json' with { type: 'json' };
import type { CoverageReason } from './coverage.ts';

/** Ranges of opsets, such as `7-12 13+`, by operator; of the package's list, not tested. */
const ranges: Readonly<Record<string, string>> = operators.operators;

/** Why onnxruntime's WebNN provider does not take an operator; `null` if the package lists it. */
export function findWebnnReason(operator: string, opset: number): CoverageReason | null {
  if (!Object.hasOwn(ranges, operator)) return { code: 'operator' };
  const isListed = ranges[operator]!.split(' ').some((range) => {
    const [, first, last] = /^(\d+)(?:-(\d+)|\+)?$/.exec(range) ?? [];
    return Number(first) <= opset && opset <= Number(last ?? (range.endsWith('+') ? Infinity : first));
  });
  return isListed ? null : { code: 'opset', opset };
}
