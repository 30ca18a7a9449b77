import type { Bottleneck } from '#profile/bottlenecks.ts';
import type { ProfileReport } from '#profile/profile-report.ts';
import { profile as words } from '#words/en/bench/profile.ts';
import { format } from '#words/en/format.ts';
import { formatTable } from './format-value.ts';
import { toSingleLine } from './terminal-text.ts';

/** The maximum number of nodes that are printed, the slowest first. */
const maxNodes = 20;

/** Formats where the time of a run goes, as on the Profile page. */
export function formatProfile(report: ProfileReport, bottlenecks: readonly Bottleneck[]): string {
  const { nodes, runMs, plainRunMs, profiledRunMs, overhead, nodesMs, nodesFraction, opening, runs } = report;
  const { duration, whole } = format;
  const summary = [
    plainRunMs === null || profiledRunMs === null || overhead === null
      ? words.ofFile(duration(runMs), runs)
      : words.overhead(duration(profiledRunMs), duration(plainRunMs), overhead),
    words.sum(duration(nodesMs), duration(runMs), nodesFraction),
    ...(opening ? [words.opening(duration(opening.createMs), duration(opening.firstRunMs))] : []),
  ];
  const causes = bottlenecks.flatMap((bottleneck) => [
    `  ${toSingleLine(words.cause(bottleneck.cause))}: ${words.above(bottleneck.cause, bottleneck)}`,
    ...bottleneck.cures.map((cure) => `    ${words.cures[cure]}`),
  ]);
  const { node, operator, time, fraction, speed, bound, attained } = words.columns;
  const rows = nodes
    .slice(0, maxNodes)
    .map((row) => [
      toSingleLine(row.name),
      toSingleLine(row.operator),
      duration(row.ms),
      words.percent(row.fraction),
      words.speed(row.gflops, row.bytesPerS),
      row.bound === null ? words.notKnown : words.bound[row.bound],
      row.attained === null ? words.notKnown : words.percent(row.attained),
    ]);
  const operators = report.operators.map((row) => [
    toSingleLine(row.name),
    whole(row.nodes),
    words.percent(row.fraction),
  ]);
  return [
    `${summary.join('\n')}\n`,
    `${words.bottlenecks}\n${causes.length > 0 ? causes.join('\n') : `  ${words.none}`}\n`,
    `${words.nodesCaption(rows.length, nodes.length)}\n${formatTable([[node, operator, time, fraction, speed, bound, attained], ...rows], '  ')}`,
    `${words.operators}\n${formatTable([[words.columns.operator, words.columns.nodes, fraction], ...operators], '  ')}`,
  ].join('\n');
}
