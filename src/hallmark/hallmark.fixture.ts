import { outcomeOf, type GateResult, type GateRun } from '#core/gate.ts';
import { seededRandom } from '#core/random.ts';
import { sampleReport } from '#core/report.fixture.ts';
import { verdictOf } from '#gates/verdict.ts';
import type { EvaluatedRun } from './make.ts';

/** A digest of random bytes, since that of a real file cannot be compressed. */
export function sampleDigest(seed: number): string {
  const random = seededRandom(seed);
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Ten gates as of a production gate file: scores, speed, size, memory, stability, one without a measurement. */
export const sampleGates: readonly GateResult[] = [
  score('quality-ratio', 'top-1', 0.99, 0.9945, [0.9912, 0.9978]),
  score('robustness', 'balanced-accuracy', 0.95, 0.9871, [0.9702, 0.9994]),
  score('error-rate', 'calibration-error', 1.1, 1.0325, [0.9951, 1.0783], '<='),
  gate('speed-up', 'ratio', '>=', 2, 2.73125, [2.6875, 2.7791], 40),
  gate('latency', 'ms', '<=', 33, 18.412109375, [18.2, 18.64], 220),
  gate('throughput', 'per-second', '>=', 30, 54.3125, [53.6, 54.9], 220),
  gate('tail-latency-ratio', 'ratio', '<=', 1.5, 1.08, null, 220),
  gate('model-size-ratio', 'ratio', '<=', 0.5, 0.2597, null, 1),
  gate('memory', 'bytes', '<=', 268_435_456, 73_400_320, null, 1),
  {
    gate: 'power',
    level: 'warn',
    unit: 'watts',
    comparator: '<=',
    limit: 15,
    isRelative: false,
    state: 'not-measured',
    reason: { code: 'no-power-meter' },
  },
];

function score(
  id: string,
  metric: string,
  limit: number,
  measured: number,
  ends: readonly [number, number],
  comparator: '>=' | '<=' = '>=',
): GateResult {
  return { ...gate(id, 'ratio', comparator, limit, measured, ends, 1_000), metric, isRelative: true };
}

function gate(
  id: string,
  unit: GateResult['unit'],
  comparator: GateResult['comparator'],
  limit: number,
  measured: number,
  ends: readonly [number, number] | null,
  n: number,
): GateResult {
  const margin = comparator === '>=' ? measured - limit : limit - measured;
  const interval = ends ? { low: ends[0], high: ends[1], confidence: 0.95 } : 'exact';
  const head = { gate: id, level: 'error', unit, comparator, limit, isRelative: false } as const;
  return { ...head, state: margin >= 0 ? 'pass' : 'fail', measured, interval, n, margin };
}

export function sampleGateRun(changes: Partial<GateRun> = {}): GateRun {
  return {
    gateFile: { sha256: sampleDigest(4), readAt: '2026-11-20T09:40:31.250Z' },
    results: sampleGates,
    verdict: 'pass',
    grade: 990,
    ...changes,
  };
}

/** A finished evaluation for tests, with other texts and digests than any of the app's own. */
export function sampleRun(changes: Partial<EvaluatedRun> = {}): EvaluatedRun {
  return {
    files: [{ name: 'mobilenet-v2-int8.onnx', digest: { sha256: sampleDigest(1) } }],
    data: {
      name: 'imagenet-val',
      digest: { sha256: sampleDigest(2) },
      layout: 'folders',
      items: 999,
      failed: 1,
      left: 0,
      sample: { of: 50_000, seed: 20_261_120 },
      isTeacher: false,
    },
    baseline: { name: 'mobilenet-v2.onnx', digest: { sha256: sampleDigest(3) } },
    gates: sampleGateRun(),
    report: sampleReport({ method: '3.1.0' }),
    ...changes,
  };
}

/** A run on another device: scores that differ by a factor, other times, the same model, data and gate file. */
export function otherRun(changes: Partial<EvaluatedRun> = {}, factor = 1.001): EvaluatedRun {
  const { report, gates } = sampleRun();
  const results = sampleGates.map((result) => scaled(result, result.metric ? factor : 1.13));
  return sampleRun({
    gates: {
      ...gates,
      results,
      verdict: verdictOf(results),
      gateFile: { ...gates.gateFile, readAt: '2026-11-27T18:00:00Z' },
    },
    report: { ...report, startedAt: '2026-11-27T18:02:00Z', environment: { ...report.environment, os: 'Windows' } },
    ...changes,
  });
}

/** A result whose value and interval are multiplied by a factor. */
export function scaled(result: GateResult, factor: number): GateResult {
  if (result.state === 'not-measured') return result;
  const { interval: was } = result;
  const interval = was === 'exact' ? was : { ...was, low: was.low * factor, high: was.high * factor };
  const measured = result.measured * factor;
  return { ...result, state: outcomeOf(result, { measured, interval }), measured, interval };
}
