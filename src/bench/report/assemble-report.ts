import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import { devices, type DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { assessValidity } from '#core/report/report-validity.ts';
import type { Environment } from '#core/report/environment.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Cell, TensorReport } from '#core/report/tensor-report.ts';
import type { EventLoop, FlagId, StartupTimes } from '#core/report/report-header.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { MeasuredRun, MeasuredTensors, MeasuredText } from '#core/report/measured-run.ts';
import type { Report, SpeedReport } from '#core/report/report.ts';
import type { SteadyState } from '#core/report/steady-state.ts';
import type { TextReport } from '#core/report/text-report.ts';
import type { MemoryInUse, OpenedTensorModel } from '#core/engine/runtime.ts';
import type { OpenedText } from '#core/engine/text-session.ts';
import { computeTokenRates } from '#core/report/token-rates.ts';
import { listCountedSamples } from '#core/report/samples.ts';
import { computeRelativeSpread } from '#statistics/quantiles.ts';
import { computeEnergy } from './energy.ts';
import { isBusy, findExcludedSamples, type Interval } from '../measure/interruptions.ts';
import { minStepsPerSample, methodVersion, maxRelativeSpread, maxExcludedSamples } from '../method.ts';
import { hasFewDistinct, summariseSamples } from '../measure/summarise.ts';

/** The data of a report. */
export interface FinishedRun {
  readonly app: Report['app'];
  readonly startedAtMs: number; // epoch
  /** The request, with the chosen device if the user did not select one. */
  readonly request: BenchRequest & { readonly device: DeviceId };
  readonly opened: OpenedTensorModel | OpenedText;
  readonly measured: MeasuredRun;
  readonly environment: Environment;
  /** Intervals in which the page was hidden or frozen, or its power source changed. */
  readonly interruptions: readonly Interval[];
  readonly eventLoop: EventLoop;
  readonly start: StartupTimes['start'];
}

/** @throws AppError run-interrupted if all samples of a cell are excluded */
export function assembleReport(run: FinishedRun): SpeedReport {
  return run.measured.kind === 'tensor'
    ? assembleTensorReport(run, run.measured)
    : assembleTextReport(run, run.measured);
}

function assembleTensorReport(run: FinishedRun, measured: MeasuredTensors): TensorReport {
  const { dimensions } = run.request;
  const { placement } = measured.modelDetails ?? {};
  const { float32Convolutions } = run.opened.facts;
  const cells = measured.cells.map((cell, index) => ({ ...cell, steady: excludeInterrupted(run, cell, index) }));
  return {
    ...assembleCommonFields(run, cells, {
      disagrees: cells.some(({ agreement }) => agreement.verdict === 'broken'),
      'agreement-not-measured': cells.some(({ agreement }) => agreement.verdict === 'not-measured'),
      'smaller-cells': false,
    }),
    kind: 'tensor',
    ...(dimensions && { dimensions }),
    ...(placement && { placement }),
    ...(float32Convolutions !== undefined && { float32Convolutions }),
    ...(measured.roundTrip && { roundTrip: measured.roundTrip }),
    ...(measured.emptyRequest && { emptyRequest: measured.emptyRequest }),
    cells,
  };
}

function assembleTextReport(run: FinishedRun, measured: MeasuredText): TextReport {
  const { contextLength, sampling, tokenising, firstToken, agreement, isReduced } = measured;
  const { convertedTo } = run.opened.facts;
  const cells = measured.cells.map((cell, index) => {
    const steady = excludeInterrupted(run, cell, index);
    return { ...cell, steady, ...computeTokenRates(steady) };
  });
  const excludedSamples = cells[0]?.steady.excluded ?? []; // the samples of the first cell also time the first token
  return {
    ...assembleCommonFields(run, cells, {
      disagrees: agreement.verdict === 'broken',
      'agreement-not-measured': agreement.verdict === 'not-measured',
      'smaller-cells': isReduced,
    }),
    kind: 'text',
    ...(convertedTo && { convertedTo }),
    cells,
    contextLength,
    sampling,
    tokenising,
    firstToken: { ...firstToken, steady: summariseSamples(firstToken.steady.samplesMs, 1, excludedSamples) },
    agreement,
  };
}

/** Whether a cell measures generation: the energy of a language model is per generated token. */
const isGeneration = (cell: object) => 'work' in cell && cell.work === 'generation';

/** The facts in the header of a report. */
export interface HeaderFacts extends Pick<
  FinishedRun,
  'app' | 'startedAtMs' | 'opened' | 'environment' | 'eventLoop' | 'start'
> {
  readonly request: Omit<FinishedRun['request'], 'effort'>;
  readonly clockStepUs: number;
  readonly memory: MemoryInUse;
  readonly power?: MeasuredPower | undefined;
  /** Median duration of the run for which energy is computed. */
  readonly inferenceMs: number;
  readonly flags: readonly FlagId[];
}

type MeasuredCell = Pick<Cell, 'name' | 'steady' | 'capped' | 'warmup'>;
type KindFlag = 'disagrees' | 'agreement-not-measured' | 'smaller-cells';

function assembleCommonFields(
  run: FinishedRun,
  cells: readonly MeasuredCell[],
  kindFlags: Readonly<Record<KindFlag, boolean>>,
) {
  const { request, measured } = run;
  const { weightType } = measured.modelDetails ?? {};
  const flags = findFlags(run, cells, kindFlags);
  const inferenceMs = (cells.find(isGeneration) ?? cells[0])?.steady.medianMs ?? 0;
  const header = assembleHeader({ ...run, ...measured, inferenceMs, flags });
  return {
    ...header,
    subject: { ...header.subject, ...(weightType !== undefined && { weightType }) },
    effort: request.effort,
    orderSeed: measured.orderSeed,
  } as const;
}

/** Assembles the common fields of all reports. */
export function assembleHeader(run: HeaderFacts) {
  const { app, request, opened, environment, clockStepUs, eventLoop, memory, power, inferenceMs, flags } = run;
  const { engine, engineVersion, build, device, threads, failedDevices, loadMs, createMs } = opened.facts;
  return {
    schema: 2,
    app,
    method: methodVersion,
    startedAt: formatMinute(run.startedAtMs),
    subject: {
      kind: request.subject.kind,
      id: opened.id,
      sizeBytes: opened.sizeBytes,
      sha256: opened.sha256,
    },
    target: {
      requested: {
        host: devices[request.device].host,
        engine: request.engine,
        device: request.device,
        ...(request.threads !== undefined && { threads: request.threads }),
      },
      opened: {
        host: devices[device].host,
        engine,
        version: engineVersion,
        build,
        device,
        threads,
        failedDevices,
      },
    },
    settings: pickEngineSettings(request),
    environment: { ...environment, clockStepUs },
    eventLoop,
    phases: {
      start: run.start,
      ...(opened.codeFrom && { codeFrom: opened.codeFrom }),
      downloadMs: opened.downloadMs,
      ...(loadMs !== undefined && { loadMs }),
      createMs,
    },
    ...(Object.keys(memory).length > 0 && { memory }),
    ...(power && { energy: computeEnergy(power, inferenceMs) }),
    flags,
    validity: assessValidity(flags, methodVersion),
  } as const;
}

function excludeInterrupted(
  { measured, interruptions }: FinishedRun,
  { name, steady }: MeasuredCell,
  index: number,
): SteadyState {
  const excludedSamples = findExcludedSamples(measured.spans[index] ?? [], interruptions);
  const { samplesMs, inferencesPerSample } = steady;
  if (excludedSamples.length === 0) return steady;
  if (excludedSamples.length === samplesMs.length) {
    throw new AppError('run-interrupted', { reason: 'page-hidden', samples: samplesMs.length, cell: name });
  }
  return summariseSamples(samplesMs, inferencesPerSample, excludedSamples);
}

/** Lists the flags for differences between the requested and the opened target. */
export function findTargetFlags({
  request,
  opened,
  environment,
}: Pick<HeaderFacts, 'request' | 'opened' | 'environment'>): Record<TargetFlag, boolean> {
  const { device, threads } = opened.facts;
  return {
    'fallback-device': device !== request.device,
    'fewer-threads': request.threads !== undefined && request.threads > threads,
    'software-gpu': environment.gpu?.software === true && devices[device].isGpu,
  };
}

type TargetFlag = Extract<FlagId, 'fallback-device' | 'fewer-threads' | 'software-gpu'>;

function findFlags(
  { request, opened, measured, environment, eventLoop }: FinishedRun,
  cells: readonly MeasuredCell[],
  kindFlags: Readonly<Record<KindFlag, boolean>>,
): FlagId[] {
  const excludedCount = cells.reduce((sum, { steady }) => sum + steady.excluded.length, 0);
  const isCoarse = ({ steady }: MeasuredCell) =>
    steady.medianMs * steady.inferencesPerSample * 1_000 < minStepsPerSample * measured.clockStepUs;
  const raised: Record<FlagId, boolean> = {
    disagrees: kindFlags.disagrees,
    interrupted: excludedCount > maxExcludedSamples,
    indicative: request.effort === 'quick',
    capped: cells.some((cell) => cell.capped),
    'agreement-not-measured': kindFlags['agreement-not-measured'],
    'unstable-warmup': cells.some(({ warmup }) => !warmup.stable),
    'coarse-clock': cells.some(isCoarse),
    'few-distinct-samples': cells.some(({ steady }) => hasFewDistinct(listCountedSamples(steady))),
    'busy-machine': isBusy(eventLoop),
    'wide-spread': cells.some(({ steady }) => computeRelativeSpread(listCountedSamples(steady)) > maxRelativeSpread),
    ...findTargetFlags({ request, opened, environment }),
    incomplete: false,
    'smaller-cells': kindFlags['smaller-cells'],
  };
  return (Object.keys(raised) as FlagId[]).filter((flag) => raised[flag]);
}

function formatMinute(epochMs: number): string {
  return new Date(Math.floor(epochMs / 60_000) * 60_000).toISOString().replace('.000Z', 'Z');
}
