import { settingsOf } from '#core/engine-settings.ts';
import { devices } from '#core/engines.ts';
import { AppError } from '#core/error.ts';
import { outcomeOf } from '#core/report-outcome.ts';
import type {
  BenchRequest,
  Cell,
  Environment,
  EventLoop,
  FlagId,
  Measured,
  Phases,
  Report,
  TensorReport,
} from '#core/report.ts';
import type { Opened } from '#core/runtime.ts';
import { countedSamples } from '#core/samples.ts';
import { isBusy, voidedSamples, type Interval } from './interruptions.ts';
import { coarseClockSteps, methodVersion, spreadLimit, voidedSamplesTolerated } from './method.ts';
import { hasFewDistinct, relativeSpread, summarise } from './statistics.ts';

/** Everything a report is made of. */
export interface Run {
  readonly app: Report['app'];
  readonly startedAtMs: number; // epoch
  readonly request: BenchRequest;
  readonly opened: Opened;
  readonly measured: Measured;
  readonly environment: Environment;
  /** When the page was hidden or frozen or its power changed. */
  readonly interruptions: readonly Interval[];
  readonly eventLoop: EventLoop;
  readonly start: Phases['start'];
}

/** @throws AppError run-interrupted where no sample of a cell is left */
export function assembleReport(run: Run): TensorReport {
  const { app, request, opened, measured, eventLoop } = run;
  const { runtime, runtimeVersion, build, device, threads, refused, float32Convolutions, loadMs, createMs } =
    opened.facts;
  const { weightType, placement } = measured.modelDetails ?? {};
  const cells = measured.cells.map((cell, index) =>
    withoutVoided(cell, measured.spans[index] ?? [], run.interruptions),
  );
  const flags = flagsOf(run, cells);
  return {
    schema: 2,
    kind: 'tensor',
    app,
    method: methodVersion,
    effort: request.effort,
    startedAt: toTheMinute(run.startedAtMs),
    subject: {
      kind: request.subject.kind,
      id: opened.id,
      sizeBytes: opened.sizeBytes,
      sha256: opened.sha256,
      ...(weightType !== undefined && { weightType }),
    },
    target: {
      requested: {
        host: 'page',
        engine: request.runtime,
        device: request.device,
        ...(request.threads !== undefined && { threads: request.threads }),
      },
      opened: { host: 'page', engine: runtime, version: runtimeVersion, build, device, threads, refused },
    },
    settings: settingsOf(request),
    ...(request.dimensions && { dimensions: request.dimensions }),
    ...(placement && { placement }),
    ...(float32Convolutions !== undefined && { float32Convolutions }),
    environment: { ...run.environment, clockStepUs: measured.clockStepUs },
    eventLoop,
    orderSeed: measured.orderSeed,
    phases: {
      start: run.start,
      ...(opened.codeFrom && { codeFrom: opened.codeFrom }),
      downloadMs: opened.downloadMs,
      ...(loadMs !== undefined && { loadMs }),
      createMs,
    },
    ...(measured.memory.wasmHeapBytes !== undefined && { memory: measured.memory }),
    cells,
    flags,
    outcome: outcomeOf(flags),
  };
}

function withoutVoided(cell: Cell, spans: readonly Interval[], interruptions: readonly Interval[]): Cell {
  const voided = voidedSamples(spans, interruptions);
  if (voided.length === 0) return cell;
  const { samplesMs, inferencesPerSample } = cell.steady;
  if (voided.length === samplesMs.length) {
    throw new AppError('run-interrupted', {
      why: `the page was hidden during all ${samplesMs.length} samples of ${cell.name}`,
    });
  }
  return { ...cell, steady: summarise(samplesMs, inferencesPerSample, voided) };
}

function flagsOf({ request, opened, measured, environment, eventLoop }: Run, cells: readonly Cell[]): FlagId[] {
  const { device } = opened.facts;
  const voided = cells.reduce((sum, { steady }) => sum + steady.voided.length, 0);
  const isCoarse = ({ steady }: Cell) =>
    steady.medianMs * steady.inferencesPerSample * 1_000 < coarseClockSteps * measured.clockStepUs;
  const raised: Record<FlagId, boolean> = {
    disagrees: cells.some(({ agreement }) => agreement.verdict === 'broken'),
    interrupted: voided > voidedSamplesTolerated,
    indicative: request.effort === 'quick',
    capped: cells.some((cell) => cell.capped),
    'agreement-not-measured': cells.some(({ agreement }) => agreement.verdict === 'not-measured'),
    'unstable-warmup': cells.some(({ warmup }) => !warmup.stable),
    'coarse-clock': cells.some(isCoarse),
    'few-distinct-samples': cells.some(({ steady }) => hasFewDistinct(countedSamples(steady))),
    'busy-machine': isBusy(eventLoop),
    'wide-spread': cells.some(({ steady }) => relativeSpread(countedSamples(steady)) > spreadLimit),
    'fallback-device': device !== request.device,
    'fewer-threads': request.threads !== undefined && request.threads > opened.facts.threads,
    'software-gpu': environment.gpu?.software === true && devices[device].isGpu,
  };
  return (Object.keys(raised) as FlagId[]).filter((flag) => raised[flag]);
}

function toTheMinute(epochMs: number): string {
  return new Date(Math.floor(epochMs / 60_000) * 60_000).toISOString().replace('.000Z', 'Z');
}
