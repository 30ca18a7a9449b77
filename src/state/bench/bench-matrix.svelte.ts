import { assembleReport } from '#bench/report/assemble-report.ts';
import { listImageSizeDimensions } from '#bench/inputs/suggested-sizes.ts';
import { toMatrixCsv } from '#bench/matrix/matrix-csv.ts';
import {
  computeRelativeSpeeds,
  findEngine,
  type MatrixCell,
  type MatrixTarget,
  type MeasuredRow,
} from '#bench/matrix/matrix.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { workloadIds, type WorkloadId } from '#core/model/model.ts';
import type { BenchRequest, Dimensions, Effort } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { withBenchLock } from '#device/bench-lock.ts';
import { companion } from '../companion/companion.svelte.ts';
import { listOfferedTargets } from '../companion/offered-targets.ts';
import { deviceFacts } from '../device/device-facts.svelte.ts';
import { toViewModel } from '../report/report-view-model.ts';
import { recordReport } from '../results/record-result.ts';
import { beginWork } from '../shell/unfinished-work.ts';
import { BenchModel } from './bench-model.svelte.ts';
import { measureRun } from './measure-run.ts';

/** What a matrix measures: each model, at each image size if its image size is free, on each target. */
export interface MatrixRequest {
  /** Ids of workloads, bundled models and stored models. */
  readonly models: readonly string[];
  readonly targets: readonly MatrixTarget[];
  /** Heights and widths of square images, in pixels. */
  readonly imageSizes: readonly number[];
  readonly effort: Effort;
}

/** A row with everything needed to measure it. */
interface PlannedRow {
  readonly model: BenchModel;
  readonly id: string;
  readonly imageSize: number | null;
  readonly dimensions: Dimensions;
}

/** A benchmark of several models on several devices. Every measurement is also stored as a result of its own. */
export class BenchMatrix {
  isRunning = $state(false);
  /** Whether this tab waits for another tab to finish its measurement. */
  isWaiting = $state(false);
  /** The targets of the latest matrix. */
  targets = $state.raw<readonly MatrixTarget[]>([]);
  rows = $state.raw<readonly MeasuredRow[]>([]);
  /** Progress of the current measurement. */
  progress = $state.raw<Progress | null>(null);
  /** The model and target that are being measured, and the number of finished cells. */
  current = $state.raw<{
    readonly model: string;
    readonly target: MatrixTarget;
    readonly done: number;
    readonly of: number;
  } | null>(null);
  /** Why the matrix could not be measured, or results not stored. */
  error = $state.raw<AppError | null>(null);
  #controller = new AbortController();

  /** The speed of each cell relative to the fastest of its row, by row and target; `null` without a reliable figure. */
  get relativeSpeeds(): readonly (readonly (number | null)[])[] {
    return this.rows.map(computeRelativeSpeeds);
  }

  toCsv(): string {
    return toMatrixCsv(this.targets, this.rows);
  }

  /** Measures the matrix; what was measured before an error or `cancel` is kept. */
  async run(request: MatrixRequest): Promise<void> {
    this.#controller.abort();
    const controller = (this.#controller = new AbortController());
    [this.isRunning, this.error, this.progress, this.targets, this.rows] = [true, null, null, request.targets, []];
    const { signal } = controller;
    this.isWaiting = false;
    const onWait = () => (this.isWaiting = true);
    const measuring = withBenchLock({ signal, onWait }, () => this.#measure(request, signal));
    const error = await measuring
      .then(() => null)
      .catch(asAppError)
      .finally(beginWork('bench'));
    if (controller !== this.#controller) return;
    [this.isRunning, this.current] = [false, null];
    if (error && error.code !== 'aborted') this.error = error;
  }

  cancel(): void {
    this.#controller.abort();
  }

  async #measure(request: MatrixRequest, signal: AbortSignal): Promise<void> {
    this.isWaiting = false;
    const { targets, effort } = request;
    const planned = await planRows(request);
    this.rows = planned.map(({ id, imageSize }) => ({ model: id, imageSize, cells: targets.map(() => null) }));
    for (const [rowIndex, row] of planned.entries()) {
      for (const [column, target] of targets.entries()) {
        signal.throwIfAborted();
        const done = rowIndex * targets.length + column;
        this.current = { model: row.id, target, done, of: planned.length * targets.length };
        const cell = await this.#measureCell(row, target, effort, signal);
        this.rows = this.rows.map((measured, index) =>
          index === rowIndex ? { ...measured, cells: measured.cells.with(column, cell) } : measured,
        );
      }
    }
  }

  async #measureCell(row: PlannedRow, target: MatrixTarget, effort: Effort, signal: AbortSignal): Promise<MatrixCell> {
    const { model, dimensions } = row;
    const engine = findEngine(model.engineIds, target);
    if (!engine) return { state: 'unsupported' };
    const { device, threads } = target;
    const request: BenchRequest = {
      subject: model.subject,
      engine,
      device,
      effort,
      ...(threads !== undefined && { threads }),
      ...(Object.keys(dimensions).length > 0 && { dimensions }),
    };
    try {
      const run = await measureRun(request, { signal, onProgress: (progress) => (this.progress = progress) });
      const report = assembleReport(run);
      const { opened } = report.target;
      if (opened.device !== device) return { state: 'unsupported' }; // it fell back to another device
      const { hash } = await toViewModel(report);
      const stored = await recordReport(report, hash).catch((thrown: unknown) => {
        this.error = asAppError(thrown);
      });
      const [first] = report.cells;
      if (!first) throw new AppError('internal', { why: 'the report contains no measured run' });
      const figure =
        'medianTokensPerS' in first
          ? ({ value: first.medianTokensPerS, unit: 'tokens/s' } as const)
          : ({ value: first.steady.medianMs, unit: 'ms' } as const);
      return { state: 'measured', engine, ...figure, validity: report.validity, resultId: stored?.id ?? null };
    } catch (thrown) {
      signal.throwIfAborted();
      return { state: 'failed', error: asAppError(thrown) };
    }
  }
}

/** Ids of the workloads and of the bundled and stored models that can be measured. */
export function listMatrixModels(): readonly string[] {
  return [...workloadIds, ...new BenchModel().listedIds];
}

/** The targets of the page, with WebGPU once an adapter was found, and those of a connected companion. */
export function listMatrixTargets(): readonly MatrixTarget[] {
  const threads = [...new Set([1, deviceFacts.basic.threads])];
  const gpu = deviceFacts.complete?.gpu ? [{ device: 'webgpu' } as const] : [];
  const offered = (['ort', 'litert', 'wllama'] as const).flatMap((engine) =>
    listOfferedTargets(engine, companion.engines),
  );
  const native = new Map(offered.map(({ engine, device }) => [`${engine} ${device}`, { engine, device }]));
  return [...threads.map((count) => ({ device: 'wasm', threads: count }) as const), ...gpu, ...native.values()];
}

/** Reads the header of each model, and lists a row for each image size if that of the model is free. */
async function planRows({ models, imageSizes }: MatrixRequest): Promise<readonly PlannedRow[]> {
  const rows: PlannedRow[] = [];
  for (const id of models) {
    const model = new BenchModel();
    if (isWorkload(id)) model.workload = id;
    else model.chooseId(id);
    await model.inspect(false);
    const sizeNames = listImageSizeDimensions(model.facts?.inputs ?? []);
    const suggested = model.dimensions ?? {};
    if (sizeNames.length === 0) rows.push({ model, id, imageSize: null, dimensions: suggested });
    for (const imageSize of sizeNames.length > 0 ? imageSizes : []) {
      const sizes = Object.fromEntries(sizeNames.map((name) => [name, imageSize]));
      rows.push({ model, id, imageSize, dimensions: { ...suggested, ...sizes } });
    }
  }
  return rows;
}

const isWorkload = (id: string): id is WorkloadId => workloadIds.some((workload) => workload === id);
