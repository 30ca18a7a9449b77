import { formatCsv } from '#core/encoding/csv.ts';
import type { Subject } from '#core/model/model.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { TuneOutcome } from './conclude.ts';
import type { Configuration, Contender } from './configuration.ts';
import type { Exclusion } from './order-contenders.ts';
import type { RaceState } from './race-state.ts';

/** A search for the fastest configuration of a model, as plain JSON. */
export interface Tuning {
  /** The sizes of the model's free dimensions. */
  readonly dimensions: Dimensions;
  readonly sizeBytes: number;
  readonly contenders: readonly Contender[];
  readonly excluded: readonly Exclusion[];
  readonly race: RaceState;
  /** `null` while the race is unfinished. */
  readonly outcome: TuneOutcome | null;
}

/** Converts the configuration to a run. */
export function toBenchRequest(
  { engine, device, threads, settings }: Configuration,
  subject: Subject,
  dimensions: Dimensions,
): BenchRequest {
  return {
    subject,
    engine,
    device,
    ...(threads !== null && { threads }),
    ...settings,
    effort: 'standard',
    ...(Object.keys(dimensions).length > 0 && { dimensions }),
  };
}

/** Finds the winner of a finished race; `null` if no contender remains. */
export function findWinner({ contenders, outcome }: Tuning): Contender | null {
  return contenders.find(({ key }) => key === outcome?.winner) ?? null;
}

/** Converts the outcome to JSON with complete configurations. */
export function toTuneResult(record: Tuning) {
  const { contenders, excluded, race, outcome, dimensions, sizeBytes } = record;
  const findConfiguration = (key: string) =>
    contenders.find((contender) => contender.key === key)?.configuration ?? null;
  return {
    objective: race.rungs[0].objective,
    winner: findWinner(record)?.configuration ?? null,
    reason: outcome?.reason ?? null,
    stopped: outcome?.stopped ?? null,
    speedUp: outcome?.speedUp ?? null,
    bestDefault: outcome?.bestDefault == null ? null : findConfiguration(outcome.bestDefault),
    standings: (outcome?.standings ?? []).map((standing) =>
      Object.assign({ configuration: findConfiguration(standing.key) }, standing),
    ),
    excluded: excluded.map(({ contender, reason }) => ({ configuration: contender.configuration, reason })),
    dimensions,
    sizeBytes,
    spentMs: Math.round(race.spentMs),
    rounds: race.rungs.map(({ isDuel, heats }) => ({
      isDuel,
      contenders: heats.reduce((sum, { contenders: others }) => sum + others.length, 1),
      blocks: heats.map(({ blocks }) => blocks.length),
    })),
  };
}

/** The result of a race, which commands print. */
export type TuneResult = ReturnType<typeof toTuneResult>;

const csvColumns = ['configuration', 'medianMs', 'lowMs', 'highMs', 'memoryBytes', 'blocks', 'outcome'];

/** Formats one row per contender of a finished race; missing measurements are empty. */
export function toTuneCsv({ outcome }: Tuning): string {
  const rows = (outcome?.standings ?? []).map(({ key, ms, intervalMs, memoryBytes, blocks, departure }) => [
    key,
    ms ?? '',
    intervalMs?.[0] ?? '',
    intervalMs?.[1] ?? '',
    memoryBytes ?? '',
    blocks,
    departure?.kind ?? (key === outcome?.winner ? 'winner' : 'finalist'),
  ]);
  return formatCsv([csvColumns, ...rows]);
}
