import { decideGateState, type GateResult, type GateRun } from '#core/gate/gate-outcome.ts';
import { createSeededRandom } from '#core/random.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import { createSampleReport } from '#core/report/report.fixture.ts';
import { digestGateFile, parseGateFile } from '#gates/file/gate-file.ts';
import { computeGrade } from '#gates/run-grade.ts';
import { getGate, type GateId } from '#gates/index.ts';
import { computeVerdict } from '#gates/run-verdict.ts';
import { maxSignatureBytes, type ChecklistSignature } from '#validation/checklist/checklist.ts';
import { checklistIds } from '#validation/checklist/checklist-items.ts';
import { maxStatementBytes, statementIds, type ComplianceStatement } from '#validation/compliance/facts.ts';
import type { EvaluatedRun } from './sign/sign-hallmark.ts';

/** Creates a random digest, which cannot be compressed, like a real one. */
export function createSampleDigest(seed: number): string {
  const random = createSeededRandom(seed);
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
}

/** Creates a sentence of `length` characters from these words, with random numbers between them. */
function createRandomText(words: string, length: number, random: () => number): string {
  const choices = words.split(' ');
  let text = '';
  while (text.length < length)
    text += `${choices[Math.floor(random() * choices.length)]} ${Math.floor(random() * 999)} `;
  return `${text.slice(0, length - 1)}.`;
}

/** Lists every item of the production checklist, signed with a different note of the maximum length. */
export function createSampleChecklist(): readonly ChecklistSignature[] {
  const random = createSeededRandom(6);
  const words = 'canary runbook rollback tested by ops on staging with load see ticket wiki page alert owner drill';
  return checklistIds.map((item) => {
    const note = createRandomText(words, maxSignatureBytes.note, random);
    const signedAt = new Date(Date.UTC(2026, 10, 20, 10, Math.floor(random() * 600)))
      .toISOString()
      .replace('.000Z', 'Z');
    return { item, name: 'Ada M. Lovelace', note, signedAt };
  });
}

/** Lists every statement on the use of the model, with the maximum length. */
export function createSampleStatements(): readonly ComplianceStatement[] {
  const random = createSeededRandom(8);
  const words =
    'the licence permits this use images were taken by staff who agreed no person appears contact legal team';
  return statementIds.map((statement) => ({ statement, text: createRandomText(words, maxStatementBytes, random) }));
}

/** Outcomes of every hostile input. */
export const sampleHostileInputs: readonly HostileResult[] = [
  { input: 'zeros', outcome: 'finite' },
  { input: 'constant', outcome: 'finite' },
  { input: 'max', outcome: 'not-finite' },
  { input: 'min', outcome: 'not-finite' },
  { input: 'not-a-number', outcome: 'not-finite' },
  { input: 'infinite', outcome: 'not-finite' },
  { input: 'one-more', outcome: 'error' },
  { input: 'empty', outcome: 'error' },
  { input: 'other-rank', outcome: 'crash' },
];

/** Ten gates as in a production gate file: scores, speed, size, memory, stability, and one that was not measured. */
export const sampleGates: readonly GateResult[] = [
  { ...createGate('quality-ratio', 0.99, 0.9945, [0.9912, 0.9978], 999), metric: 'top-1' },
  createGate('robustness', 0.95, 0.9871, [0.9702, 0.9994], 1_000),
  { ...createGate('error-rate', 0.11, 0.10325, [0.09951, 0.10783], 999), metric: 'calibration-error' },
  createGate('speed-up', 2, 2.73125, [2.6875, 2.7791], 40),
  createGate('latency', 33, 18.412109375, [18.2, 18.64], 220),
  createGate('throughput', 30, 54.3125, [53.6, 54.9], 220),
  createGate('tail-latency-ratio', 1.5, 1.08, [1.02, 1.19], 220),
  createGate('model-size-ratio', 0.5, 0.2597, null, 1),
  createGate('memory', 268_435_456, 73_400_320, null, 1),
  {
    gate: 'power',
    severity: 'warn',
    unit: 'watts',
    comparator: '<=',
    limit: 15,
    isRelative: false,
    state: 'not-measured',
    reason: { code: 'no-power-meter' },
  },
];

function createGate(
  id: GateId,
  limit: number,
  measured: number,
  ends: readonly [number, number] | null,
  n: number,
): GateResult {
  const { unit, comparator, isRelative } = getGate(id);
  const margin = comparator === '>=' ? measured - limit : limit - measured;
  const interval = ends ? { low: ends[0], high: ends[1], confidence: 0.95 } : 'exact';
  const head = { gate: id, severity: 'error', unit, comparator, limit, isRelative } as const;
  return { ...head, state: margin >= 0 ? 'pass' : 'fail', measured, interval, n, margin };
}

/** Returns the text of the gate file of these results, with the digest that a run computes. */
export async function createGateFile(results: readonly GateResult[]) {
  const entries = results.map(({ gate: id, severity, limit, unit, metric }) => [
    id,
    { severity, limit, unit, ...(metric !== undefined && { metric }) },
  ]);
  const text = JSON.stringify({ version: 1, gates: Object.fromEntries(entries) });
  return { text, sha256: await digestGateFile(parseGateFile(text)) };
}

export function createSampleGateRun(changes: Partial<GateRun> = {}): GateRun {
  const { results = sampleGates } = changes;
  return {
    gateFile: { sha256: createSampleDigest(4), readAt: '2026-11-20T09:40:31.250Z' },
    results,
    verdict: computeVerdict(results),
    grade: computeGrade(results),
    ...changes,
  };
}

/** Returns a finished evaluation for tests, with other texts and digests than any of the app's. */
export function createSampleRun(changes: Partial<EvaluatedRun> = {}): EvaluatedRun {
  return {
    files: [
      {
        name: 'mobilenet-v2-int8.onnx',
        digest: { sha256: createSampleDigest(1) },
        annotations: { sizeBytes: 3_655_033 },
      },
    ],
    data: {
      name: 'imagenet-val',
      digest: { sha256: createSampleDigest(2) },
      layout: 'folders',
      items: 999,
      failed: 1,
      notRun: 0,
      sample: { of: 50_000, seed: 20_261_120 },
      baselineIsGroundTruth: false,
    },
    baseline: { name: 'mobilenet-v2.onnx', digest: { sha256: createSampleDigest(3) } },
    gates: createSampleGateRun(),
    report: createSampleReport({ method: '3.1.0' }),
    ...changes,
  };
}

/**
 * Returns a run of the same model, data and gate file on another device, with other times and scores that differ by a
 * factor.
 */
export function createOtherRun(changes: Partial<EvaluatedRun> = {}, factor = 1.001): EvaluatedRun {
  const { report, gates } = createSampleRun();
  const results = sampleGates.map((result) => scaleMeasurement(result, result.metric ? factor : 1.13));
  return createSampleRun({
    gates: {
      ...gates,
      results,
      verdict: computeVerdict(results),
      grade: computeGrade(results),
      gateFile: { ...gates.gateFile, readAt: '2026-11-27T18:00:00Z' },
    },
    report: { ...report, startedAt: '2026-11-27T18:02:00Z', environment: { ...report.environment, os: 'Windows' } },
    ...changes,
  });
}

/** Multiplies the value and interval of a result by a factor. */
export function scaleMeasurement(result: GateResult, factor: number): GateResult {
  if (!('measured' in result)) return result;
  const { interval: ends } = result;
  const interval = ends === 'exact' ? ends : { ...ends, low: ends.low * factor, high: ends.high * factor };
  const measured = result.measured * factor;
  return { ...result, state: decideGateState(result, { measured, interval }), measured, interval };
}

/** Changes the limit of one gate without its state. */
export function withLimit(results: readonly GateResult[], id: GateId, limit: number): readonly GateResult[] {
  const changeLimit = (result: GateResult): GateResult => ({ ...result, limit });
  return results.map((result) => (result.gate === id ? changeLimit(result) : result));
}
