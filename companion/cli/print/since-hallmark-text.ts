import { toGateResult } from '#hallmark/statement/gate-result.ts';
import type { SinceHallmark } from '#hallmark/compare/compare-with-run.ts';
import { hallmark } from '#words/en/hallmark/hallmark.ts';
import { sinceHallmark as words } from '#words/en/hallmark/since-hallmark.ts';
import { toSingleLine } from './terminal-text.ts';

/** Formats the differences between the figures of a run and a hallmark, with the changes that can explain them. */
export function formatSinceHallmark({ gates, changes, hasRegressed }: SinceHallmark): string {
  const { measured, name } = hallmark.gates;
  const lines = [
    ...gates.map(({ gate, now, trend }) => {
      const [before, after] = [gate, now].map((entry) => (entry ? measured(toGateResult(entry)) : words.missing));
      return words.gate(name(toGateResult(gate)), words.trends[trend], before!, after!);
    }),
    hasRegressed ? words.regressed : words.kept,
    changes.length > 0 ? words.changed : words.unchanged,
    ...changes.map(({ component, before, after }) => `  ${words.change(component, before, after)}`),
  ];
  return lines.map(toSingleLine).join('\n');
}
