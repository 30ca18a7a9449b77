import { chooseMethod, estimationMethods } from '#drift/accuracy/accuracy-estimator.ts';
import { minItems } from '#drift/compare-windows.ts';
import type { DriftPart, DriftReport } from '#drift/drift-report.ts';
import { format } from '#words/en/format.ts';
import { drift as words } from '#words/en/run/drift.ts';
import { deployedInputs } from '#words/en/deployments/inputs.ts';
import type { NativeEstimate } from '../native/estimate-accuracy.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

const { duration, number, whole } = format;

/** Formats whether the current data differs from the reference, and in which features. */
export function formatDrift({ verdict, p, parts, referenceItems, currentItems }: DriftReport): string {
  const { feature, reference, current, stability, p: adjusted } = words.columns;
  const rows = parts.map((part) => [
    words.features[part.feature] ?? part.feature,
    ...formatPart(part),
    words.probability(part.adjustedP),
    'stabilityIndex' in part ? number(part.stabilityIndex) : '',
  ]);
  return [
    words.verdict[verdict],
    `${whole(referenceItems)} reference items, ${whole(currentItems)} current items`,
    p === null ? `Each folder needs at least ${whole(minItems)} inputs of this task.` : words.signal(p),
    ...(rows.length > 0 ? ['', formatTable([[feature, reference, current, adjusted, stability], ...rows])] : []),
  ].join('\n');
}

/** Formats both estimates of accuracy with their errors on held-out labelled items. */
export function formatAccuracy({ estimates, estimator }: NativeEstimate): string {
  const words = deployedInputs.accuracy;
  const best = chooseMethod(estimator);
  const rows = estimationMethods.map((method) => [
    method === best ? words.best(words.methods[method]) : words.methods[method],
    words.estimate(estimates[method], estimator.heldOut[method].mean),
    words.heldOut(estimator.heldOut[method], estimator.heldOutItems),
  ]);
  return [words.caption, formatTable([words.columns, ...rows])].join('\n');
}

function formatPart(part: DriftPart): readonly [reference: string, current: string] {
  if (part.kind === 'numeric') return [number(part.referenceMedian), number(part.currentMedian)];
  if (part.kind === 'vector') return ['', ''];
  if (part.kind === 'trend') return [duration(part.from), duration(part.to)];
  const { label, reference, current } = part.mostChanged;
  return [toSingleLine(words.share(label, reference)), toSingleLine(words.share(label, current))];
}
