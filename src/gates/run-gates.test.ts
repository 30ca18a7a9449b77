import { expect, test } from 'vitest';
import type { GateEvidence, ModelEvidence, PairedScore } from './gate-evidence.ts';
import { parseGateFile } from './file/gate-file.ts';
import { gateIds, getGate, type GateId } from './index.ts';
import { presetIds, presets } from './file/presets/index.ts';
import { runGates } from './run-gates.ts';

const readAt = '2026-11-29T16:00:00Z';
const parseGates = (gates: object) => ({ ...parseGateFile(JSON.stringify({ version: 1, gates })), readAt });
const everyGate = parseGates(Object.fromEntries(gateIds.map((id) => [id, 'error'])));

/** Lists 200 times within 1% of a centre. */
const listTimesAround = (ms: number) => Array.from({ length: 200 }, (_, index) => ms * (1 + 0.0001 * (index - 100)));

/** Creates ten blocks with these times per request, alone and under load. */
const createBlocks = (aloneMs: number, loadedMs: number) =>
  Array.from({ length: 10 }, (_, index) => ({ aloneMs: [aloneMs + index / 100], loadedMs: [loadedMs] }));

const baseline: ModelEvidence = { sizeBytes: 80_000_000, memoryBytes: 300_000_000 };
const top1: PairedScore = {
  metric: 'top-1',
  n: 1000,
  baseline: 0.8,
  candidate: 0.8,
  counts: { both: 800, onlyBaseline: 0, onlyCandidate: 0, neither: 200 },
  resample: () => null,
};

/** Complete evidence, with which every gate passes. */
const good: GateEvidence = {
  modelKind: 'tensor',
  candidate: {
    sizeBytes: 20_000_000,
    scores: [
      { metric: 'top-1', value: 0.8, n: 1000, interval: [0.77, 0.83] },
      { metric: 'wer', value: 0.05, n: 1000, interval: [0.04, 0.06], isError: true },
      { metric: 'perplexity', value: 12, n: 40, interval: [11, 13], isError: true },
    ],
    validity: 'valid',
    latenciesMs: listTimesAround(20),
    tokenMs: listTimesAround(50),
    firstTokenMs: listTimesAround(900),
    memoryBytes: 100_000_000,
    powerWatts: listTimesAround(5),
    agreement: { metric: 'cosine', value: 0.99999, n: 1, interval: 'exact' },
  },
  baseline,
  paired: [top1],
  interleaved: { blocks: listTimesAround(20).map((ms) => ({ baselineMs: [3 * ms], candidateMs: [ms] })) },
  loadTest: { concurrency: 4, requests: 300, failed: 0, waitsMs: [60], blocks: createBlocks(20, 21) },
  sustainedRun: {
    durationMs: 600_000,
    medians: listTimesAround(20).map((_, index) => ({ atMs: index * 3000, ms: 20 + (index % 3) })),
  },
  network: { hosts: [], requests: 12 },
  robustness: { metric: 'top-1', value: 0.9, interval: [0.85, 0.95], n: 400 },
  security: { value: 0, n: 12 },
};

const withMetric = parseGates({
  ...Object.fromEntries(gateIds.map((id) => [id, 'error'])),
  'error-rate': { severity: 'error', metric: 'wer' },
});

/** Lists the results that are unexpected for a kind of model. */
async function findUnexpected(evidence: GateEvidence, modelKind: 'tensor' | 'text', expected: 'pass' | 'fail') {
  const { results } = await runGates(withMetric, { ...evidence, modelKind });
  expect(results.map(({ gate }) => gate)).toEqual(gateIds);
  const applies = (gate: string) => (getGate(gate as GateId).modelKind ?? modelKind) === modelKind;
  return results.filter(({ gate, state }) => state !== (applies(gate) ? expected : 'not-applicable'));
}

test.each(['tensor', 'text'] as const)('a good %s model with all evidence passes every gate', async (modelKind) => {
  expect(await findUnexpected(good, modelKind, 'pass')).toEqual([]);
  const { verdict, grade } = await runGates(withMetric, { ...good, modelKind });
  expect({ verdict, grade }).toEqual({ verdict: 'pass', grade: 990 }); // by hand: 800 / (800 + 2.7055) = 0.9966
});

test.each(['tensor', 'text'] as const)('a bad %s model fails every gate', async (modelKind) => {
  const bad: GateEvidence = {
    modelKind: 'tensor',
    candidate: {
      ...good.candidate,
      sizeBytes: 220_000_000,
      scores: [
        { metric: 'top-1', value: 0.4, n: 1000, interval: [0.37, 0.43] },
        { metric: 'wer', value: 0.5, n: 1000, interval: [0.45, 0.55], isError: true },
        { metric: 'perplexity', value: 90, n: 40, interval: [80, 100], isError: true },
      ],
      latenciesMs: listTimesAround(150).map((ms, index) => (index % 10 === 0 ? 4 * ms : ms)),
      tokenMs: listTimesAround(500),
      firstTokenMs: listTimesAround(9000),
      memoryBytes: 2_500_000_000,
      powerWatts: listTimesAround(30),
      agreement: { metric: 'cosine', value: 0.9, n: 1, interval: 'exact' },
    },
    baseline,
    paired: [{ ...top1, candidate: 0.4, counts: { both: 400, onlyBaseline: 400, onlyCandidate: 0, neither: 200 } }],
    interleaved: { blocks: listTimesAround(20).map((ms) => ({ baselineMs: [ms], candidateMs: [1.5 * ms] })) },
    loadTest: { concurrency: 4, requests: 300, failed: 30, waitsMs: [150], blocks: createBlocks(20, 50) },
    sustainedRun: {
      durationMs: 600_000,
      medians: listTimesAround(20).map((_, i) => ({ atMs: i * 3000, ms: 20 + i / 20 })),
    },
    network: { hosts: ['cdn.example', 'cdn.example'], requests: 12 },
    robustness: { metric: 'top-1', value: 0.5, interval: [0.45, 0.55], n: 400 },
    security: { value: 2, n: 12 },
  };
  expect(await findUnexpected(bad, modelKind, 'fail')).toEqual([]);
  const { verdict, grade } = await runGates(withMetric, { ...bad, modelKind });
  expect({ verdict, grade }).toEqual({ verdict: 'fail', grade: null });
});

test('without evidence, every gate except model size reports why it was not measured', async () => {
  const { results, verdict } = await runGates(everyGate, { modelKind: 'tensor', candidate: { sizeBytes: 1 } });
  const reasons = results.flatMap((result) => (result.state === 'not-measured' ? result.reason.code : []));
  expect(reasons.every((code) => code.startsWith('no-') || code === 'not-interleaved')).toBe(true);
  expect(results.filter(({ state }) => state !== 'not-measured').map(({ gate, state }) => [gate, state])).toEqual([
    ['perplexity', 'not-applicable'],
    ['time-to-first-token', 'not-applicable'],
    ['generation-throughput', 'not-applicable'],
    ['model-size', 'pass'],
  ]);
  expect(verdict).toBe('undecided');
});

test('the gate run names the digest of its file and when it was read', async () => {
  const { gateFile } = await runGates(parseGates({ 'hosts-contacted': 'error' }), good);
  expect(gateFile).toEqual({ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as string, readAt });
});

test.each(presetIds)('preset %s is a valid gate file, each limit of which names its source', (id) => {
  const { settings } = parseGateFile(JSON.stringify(presets[id]));
  expect(settings.filter(({ source }) => source === undefined)).toEqual([]);
  expect(settings.some(({ severity }) => severity === 'error')).toBe(true);
});

test('a run of 9 minutes is too short for a slowdown', async () => {
  const evidence = { ...good, sustainedRun: { ...good.sustainedRun!, durationMs: 540_000 } };
  const { results } = await runGates(parseGates({ 'sustained-slowdown': 'error' }), evidence);
  expect(results[0]).toMatchObject({ reason: { code: 'run-too-short', facts: { ms: 540_000, needsMs: 600_000 } } });
});

test('quality rejects error rates, error-rate rejects other metrics, and unknown metrics are named', async () => {
  const findReason = async (gates: object) => (await runGates(parseGates(gates), good)).results[0];
  expect(await findReason({ quality: { severity: 'error', metric: 'wer' } })).toMatchObject({
    reason: { code: 'metric-is-error' },
  });
  expect(await findReason({ 'error-rate': 'error' })).toMatchObject({ reason: { code: 'metric-is-not-error' } });
  expect(await findReason({ quality: { severity: 'error', metric: 'ap50' } })).toMatchObject({
    reason: { code: 'no-such-metric', facts: { metric: 'ap50' } },
  });
  expect(await findReason({ 'error-rate': { severity: 'error', metric: 'perplexity' } })).toMatchObject({
    reason: { code: 'metric-is-not-fraction' },
  });
});

test('a score without an interval is not measured, such as a word error rate of 0 on 20 items', async () => {
  const scores = [
    { metric: 'wer', value: 0, n: 20, interval: null, noInterval: 'no-variation', isError: true },
  ] as const;
  const evidence = { modelKind: 'tensor', candidate: { sizeBytes: 1, scores } } as const;
  const { results, verdict } = await runGates(parseGates({ 'error-rate': 'error' }), evidence);
  expect(results[0]).toMatchObject({ reason: { code: 'no-interval', facts: { metric: 'wer', why: 'no-variation' } } });
  expect(verdict).toBe('undecided');
});

test('no failure in 20 requests is inconclusive, in 299 it passes', async () => {
  const result = async (requests: number) => {
    const loadTest = { ...good.loadTest!, requests, failed: 0 };
    return (await runGates(parseGates({ 'errors-under-load': 'error' }), { ...good, loadTest })).results[0];
  };
  // Computed by hand: 0.99^n is 5% at n = 298.07, and 1 - 0.05^(1/20) = 0.1391.
  expect(await result(20)).toMatchObject({
    state: 'inconclusive',
    interval: { low: 0, high: expect.closeTo(0.1391, 4) },
  });
  expect([(await result(298))!.state, (await result(299))!.state]).toEqual(['inconclusive', 'pass']);
});

test('every default limit is allowed by its own unit', () => {
  for (const id of gateIds) {
    const { limit, unit } = getGate(id);
    expect(parseGates({ [id]: { severity: 'warn', limit: limit.value, unit } }).settings).toHaveLength(1);
  }
});
