import { createSeededRandom } from '../random.ts';
import type { PageEnvironment } from './environment.ts';
import type { Cell, TensorReport } from './tensor-report.ts';
import type { ReportedGates, TaskReport } from './task-report.ts';
import type { TextCell, TextReport } from './text-report.ts';
import { computeTokenRates } from './token-rates.ts';

export const sampleEnvironment: PageEnvironment = {
  kind: 'page',
  browser: 'Chromium 156',
  os: 'Linux',
  cores: 2,
  crossOriginIsolated: true,
  simd: true,
  relaxedSimd: true,
  clockStepUs: 5,
  memoryGiB: 8,
  gpu: { vendor: 'google', architecture: 'swiftshader', software: true },
};

/**
 * A report of a standard run for tests. Some of its statistics are not computed from the samples.
 */
export function createSampleReport(changes: Partial<TensorReport> = {}): TensorReport {
  return {
    schema: 2,
    kind: 'tensor',
    app: { version: '0.1.0', commit: '3f2c1ab' },
    method: '1.0.0',
    effort: 'standard',
    startedAt: '2026-11-20T09:41:00Z',
    subject: { kind: 'workload', id: 'conv', sizeBytes: 14_012_345, sha256: 'ab'.repeat(32) },
    target: {
      requested: { host: 'page', engine: 'ort', device: 'wasm', threads: 2 },
      opened: {
        host: 'page',
        engine: 'ort',
        version: '1.30.0',
        build: 'wasm',
        device: 'wasm',
        threads: 2,
        failedDevices: [{ device: 'webgpu', why: 'no adapter was found' }],
      },
    },
    settings: { graphOptimisation: 'all' },
    environment: sampleEnvironment,
    eventLoop: { ticks: 240, late: 1, worstMs: 131.25 },
    orderSeed: 3_735_928_559,
    phases: { start: 'warm', downloadMs: null, createMs: 183.375 },
    cells: [createSampleCell('batch-1', 52, 220)],
    flags: [],
    validity: 'valid',
    ...changes,
  };
}

/** A report of an evaluation on a labelled dataset. */
export function createSampleTaskReport(changes: Partial<TaskReport> = {}): TaskReport {
  const { kind: _kind, cells, effort: _effort, orderSeed: _orderSeed, ...header } = createSampleReport();
  const steady = cells[0]!.steady;
  return {
    ...header,
    kind: 'task',
    task: 'image-classification',
    data: { name: 'pictures', layout: 'folders', sha256: 'cd'.repeat(32), items: 999, failed: 1, notRun: 0 },
    scores: [{ metric: 'top-1', value: 0.75, n: 999, interval: [0.7222, 0.7759] }],
    cells: [{ name: 'inference', firstMs: 60, steady }],
    ...changes,
  };
}

/** The gates of an evaluation of which one fails. */
export const sampleFailedGates: ReportedGates = {
  verdict: 'fail',
  failed: [
    {
      gate: 'quality',
      severity: 'error',
      unit: 'fraction',
      comparator: '>=',
      limit: 0.9,
      isRelative: false,
      metric: 'top-1',
      state: 'fail',
      measured: 0.75,
      interval: { low: 0.7222, high: 0.7759, confidence: 0.975 },
      n: 999,
      margin: 0.75 - 0.9,
    },
  ],
};

/** A report of a language model on two threads, with times per token. */
export function createSampleTextReport(changes: Partial<TextReport> = {}): TextReport {
  const { kind: _kind, cells: _cells, target, ...header } = createSampleReport();
  const opened = { ...target.opened, engine: 'wllama', version: 'b6327', build: 'threads' } as const;
  return {
    ...header,
    kind: 'text',
    subject: { kind: 'files', id: 'tiny.gguf', sizeBytes: 98_362_432, sha256: 'cd'.repeat(32), weightType: 'Q4_1' },
    target: { requested: { ...target.requested, engine: 'wllama' }, opened },
    settings: {},
    contextLength: 2_048,
    sampling: 'inside',
    tokenising: 'outside',
    cells: [
      createSampleTextCell('pp512', 'prompt', 512, 23.5, 12),
      createSampleTextCell('tg128', 'generation', 128, 41, 12),
    ],
    firstToken: { promptTokens: 512, steady: createSampleCell('', 12_100, 12).steady },
    agreement: { verdict: 'expected', tokens: 32, same: 30, margin: 0.004, reference: 'wllama on wasm, 1 thread' },
    ...changes,
  };
}

export function createSampleTextCell(
  name: string,
  work: TextCell['work'],
  tokens: number,
  aroundMs: number,
  count: number,
): TextCell {
  const { agreement: _agreement, ...cell } = createSampleCell(name, aroundMs, count);
  return { ...cell, work, tokens, depth: 0, ...computeTokenRates(cell.steady) };
}

export function createSampleCell(name: string, aroundMs: number, count: number): Cell {
  const random = createSeededRandom(count);
  // The sum of four uniform numbers is bell-shaped; every fiftieth sample is an outlier, as in real runs.
  const createNoise = () => (random() + random() + random() + random() - 2) * 0.08;
  const samplesMs = Array.from({ length: count }, (_, i) => aroundMs * (i % 50 === 49 ? 2.5 : 1 + createNoise()));
  const sorted = samplesMs.toSorted((a, b) => a - b);
  return {
    name,
    firstMs: aroundMs * 3.1,
    warmup: { runs: 48, ms: 2_514.25, stable: true },
    capped: false,
    steady: {
      n: count,
      samplesMs,
      inferencesPerSample: 1,
      excluded: [],
      medianMs: sorted[Math.floor(count / 2)] ?? 0,
      madMs: aroundMs * 0.03,
      meanMs: samplesMs.reduce((sum, value) => sum + value, 0) / count,
      meanCi95Ms: aroundMs * 0.01,
      minMs: sorted[0] ?? 0,
      maxMs: sorted.at(-1) ?? 0,
      p90: { ms: sorted[Math.floor(count * 0.9)] ?? 0 },
      p95: { ms: sorted[Math.floor(count * 0.95)] ?? 0 },
      p99: { needs: 662 },
    },
    agreement: {
      verdict: 'expected',
      metric: 'cosine',
      value: 0.999999921,
      maxAbsDifference: 0.00012,
      reference: 'onnxruntime 1.31.1 native CPU, Linux x86_64',
    },
  };
}
