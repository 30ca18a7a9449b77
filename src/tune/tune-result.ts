import { formatCsv } from '#core/encoding/csv.ts';
import type { Subject } from '#core/model/model.ts';
import type { BenchRequest, Dimensions } from '#core/report/bench-request.ts';
import type { TuneOutcome } from './tune-outcome.ts';
import type { Configuration, Trial } from './configuration.ts';
import type { Exclusion } from './order-trials.ts';
import type { SearchState } from './search-state.ts';

/** A search for the fastest configuration of a model, as plain JSON. */
export interface Tuning {
  /** The sizes of the model's free dimensions. */
  readonly dimensions: Dimensions;
  readonly sizeBytes: number;
  readonly trials: readonly Trial[];
  readonly excluded: readonly Exclusion[];
  readonly search: SearchState;
  /** `null` while the search is unfinished. */
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

/** Finds the winner of a finished search; `null` if no trial remains. */
export function findWinner({ trials, outcome }: Tuning): Trial | null {
  return trials.find(({ key }) => key === outcome?.winner) ?? null;
}

/** Converts the outcome to JSON with complete configurations. Its keys are fixed, because scripts read them. */
export function toTuneResult(record: Tuning) {
  const { trials, excluded, search, outcome, dimensions, sizeBytes } = record;
  const findConfiguration = (key: string) => trials.find((trial) => trial.key === key)?.configuration ?? null;
  return {
    objective: search.rungs[0].objective,
    winner: findWinner(record)?.configuration ?? null,
    reason: outcome?.reason ?? null,
    stopped: outcome?.stopped ?? null,
    speedUp: outcome?.speedUp ?? null,
    bestDefault: outcome?.bestDefault == null ? null : findConfiguration(outcome.bestDefault),
    standings: (outcome?.trialSummaries ?? []).map(({ elimination, ...summary }) =>
      Object.assign({ configuration: findConfiguration(summary.key) }, summary, { departure: elimination }),
    ),
    excluded: excluded.map(({ trial, reason }) => ({ configuration: trial.configuration, reason })),
    dimensions,
    sizeBytes,
    spentMs: Math.round(search.spentMs),
    rounds: search.rungs.map(({ isHeadToHead, cohorts }) => ({
      isDuel: isHeadToHead,
      contenders: cohorts.reduce((sum, { trials: others }) => sum + others.length, 1),
      blocks: cohorts.map(({ blocks }) => blocks.length),
    })),
  };
}

/** The result of a search, which commands print. */
export type TuneResult = ReturnType<typeof toTuneResult>;

const csvColumns = ['configuration', 'medianMs', 'lowMs', 'highMs', 'memoryBytes', 'blocks', 'outcome'];

/** Formats one row per trial of a finished search; missing measurements are empty. */
export function toTuneCsv({ outcome }: Tuning): string {
  const rows = (outcome?.trialSummaries ?? []).map(({ key, ms, intervalMs, memoryBytes, blocks, elimination }) => [
    key,
    ms ?? '',
    intervalMs?.[0] ?? '',
    intervalMs?.[1] ?? '',
    memoryBytes ?? '',
    blocks,
    elimination?.kind ?? (key === outcome?.winner ? 'winner' : 'finalist'),
  ]);
  return formatCsv([csvColumns, ...rows]);
}
