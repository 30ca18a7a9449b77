import { toGateResult } from '#hallmark/statement/gate-result.ts';
import type { SinceHallmark } from '#hallmark/compare/compare-with-run.ts';
import { hallmark } from '#words/en/hallmark/hallmark.ts';
import { sinceHallmark as since } from '#words/en/hallmark/since-hallmark.ts';
import { toSingleLine } from './single-line.ts';

/** Formats the differences between the figures of a run and a hallmark, with the changes that can explain them. */
export function formatSinceHallmark({ gates, changes, hasRegressed }: SinceHallmark): string {
  const { measured, name } = hallmark.gates;
  const lines = [
    ...gates.map(({ gate, now, trend }) => {
      const [before, after] = [gate, now].map((entry) => (entry ? measured(toGateResult(entry)) : since.missing));
      return since.gate(name(toGateResult(gate)), since.trends[trend], before!, after!);
    }),
    hasRegressed ? since.regressed : since.kept,
    changes.length > 0 ? since.changed : since.unchanged,
    ...changes.map(({ component, before, after }) => `  ${since.change(component, before, after)}`),
  ];
  return lines.map(toSingleLine).join('\n');
}
