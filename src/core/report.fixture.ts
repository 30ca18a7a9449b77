import { seededRandom } from './random.ts';
import type { Cell, Report } from './report.ts';

/**
 * A report for tests: the shape of a standard run, with samples of a given number around a given time. Its figures are
 * not computed from the samples.
 */
export function sampleReport(changes: Partial<Report> = {}): Report {
  return {
    schema: 1,
    method: '1.0.0',
    app: { version: '0.1.0', commit: '3f2c1ab' },
    startedAt: '2026-11-20T09:41:00Z',
    subject: { kind: 'workload', id: 'conv', sizeBytes: 14_012_345, sha256: 'ab'.repeat(32) },
    requested: { device: 'wasm', threads: 2, effort: 'standard' },
    session: {
      runtime: 'ort',
      runtimeVersion: '1.30.0',
      build: 'wasm',
      device: 'wasm',
      threads: 2,
      refused: [{ device: 'webgpu', why: 'no adapter was found' }],
    },
    graphOptimisation: 'all',
    environment: {
      browser: 'Chromium 156',
      os: 'Linux',
      cores: 2,
      crossOriginIsolated: true,
      simd: true,
      relaxedSimd: true,
      clockStepUs: 5,
      memoryGiB: 8,
      gpu: { vendor: 'google', architecture: 'swiftshader', software: true },
    },
    eventLoop: { ticks: 240, late: 1, worstMs: 131.25 },
    orderSeed: 3_735_928_559,
    start: 'warm',
    downloadMs: null,
    createMs: 183.375,
    cells: [sampleCell('batch-1', 52, 220)],
    flags: [],
    outcome: 'valid',
    ...changes,
  };
}

export function sampleCell(name: string, aroundMs: number, count: number): Cell {
  const random = seededRandom(count);
  // The sum of four is bell-shaped; every fiftieth is an outlier, as real runs have them.
  const spread = () => (random() + random() + random() + random() - 2) * 0.08;
  const samplesMs = Array.from({ length: count }, (_, i) => aroundMs * (i % 50 === 49 ? 2.5 : 1 + spread()));
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
      voided: [],
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
