import { minItems } from '#drift/compare-windows.ts';
import type { DriftPart, DriftReport } from '#drift/drift-report.ts';
import { format } from '#words/en/format.ts';
import { drift as words } from '#words/en/run/drift.ts';
import { table } from './format-value.ts';
import { singleLine } from './single-line.ts';

const { number, whole } = format;

/** Whether the current data differs from the reference, and by which features. */
export function driftText({ verdict, p, parts, referenceItems, currentItems }: DriftReport): string {
  const { feature, reference, current, stability, p: adjusted } = words.columns;
  const rows = parts.map((part) => [
    words.features[part.feature] ?? part.feature,
    ...values(part),
    words.probability(part.adjustedP),
    'stabilityIndex' in part ? number(part.stabilityIndex) : '',
  ]);
  return [
    words.verdict[verdict],
    `${whole(referenceItems)} reference items, ${whole(currentItems)} current items`,
    p === null ? `Each folder needs at least ${whole(minItems)} inputs of this task.` : words.signal(p),
    ...(rows.length > 0 ? ['', table([[feature, reference, current, adjusted, stability], ...rows])] : []),
  ].join('\n');
}

function values(part: DriftPart): readonly [reference: string, current: string] {
  if (part.kind === 'numeric') return [number(part.referenceMedian), number(part.currentMedian)];
  if (part.kind === 'vector') return ['', ''];
  const { label, reference, current } = part.mostChanged;
  return [singleLine(words.share(label, reference)), singleLine(words.share(label, current))];
}
