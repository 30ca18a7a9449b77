import type { TuneResult } from '#tune/tune-result.ts';
import { tune as words } from '#words/en/bench/tune.ts';
import { format } from '#words/en/format.ts';
import { formatTable } from './format-value.ts';

/** Formats the result of a search, as the Tune page shows it. */
export function formatTuned(result: TuneResult, link: string): string {
  const { objective, winner, reason, speedUp, stopped, standings, excluded, spentMs } = result;
  const [low, high] = speedUp?.interval ?? [0, 0];
  const measuredTrials = standings.filter(({ ms }) => ms !== null);
  const { configuration, time, interval, outcome } = words.columns;
  const rows = standings.map((standing, index) => {
    const { ms, intervalMs, departure } = standing;
    const finish = winner && index === 0 ? words.winner : words.finalist;
    return [
      standing.configuration ? words.configuration(standing.configuration) : standing.key,
      ms === null ? words.notMeasured : format.duration(ms),
      intervalMs ? words.interval(...intervalMs) : words.notMeasured,
      departure ? words.elimination(departure, objective) : finish,
    ];
  });
  return [
    winner && reason
      ? words.sentence(words.configuration(winner), reason, objective, speedUp && { ratio: speedUp.ratio, low, high })
      : words.nothing,
    `${stopped ? words.stopped[stopped] : ''} ${words.took(spentMs, measuredTrials.length)}`,
    ...(winner ? [`${words.open}: ${link}`] : []),
    '',
    formatTable([[configuration, time, interval, outcome], ...rows], '  '),
    ...excluded.map(
      (exclusion) => `${words.configuration(exclusion.configuration)}: ${words.exclusion(exclusion.reason)}`,
    ),
  ].join('\n');
}
