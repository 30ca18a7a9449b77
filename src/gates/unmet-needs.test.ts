import { expect, test } from 'vitest';
import { computeWilsonInterval } from '#statistics/wilson.ts';
import { judge } from './evaluate-gate.ts';
import { readGateFile } from './file/gate-file.ts';
import { presets } from './file/presets/index.ts';
import { listUnmetNeeds } from './unmet-needs.ts';

const production = readGateFile(JSON.stringify(presets.production));
/** A metric that is a fraction of items, so the gates can compute how many items they need. */
const metrics = [{ id: 'top-1', isCorrect: () => true }];
const full = { hasBaseline: true, items: 131, metrics, hasLoadTest: true, hasSustainedRun: true, hasModelFiles: true };

test('a run that covers the gates of a preset has no unmet needs', () => {
  expect(listUnmetNeeds(production, full)).toEqual([]);
  expect(listUnmetNeeds(production, { ...full, items: null })).toEqual([]);
});

test('each unmet need of a run lists the gates that need it', () => {
  const run = {
    hasBaseline: false,
    items: 30,
    metrics,
    hasLoadTest: false,
    hasSustainedRun: false,
    hasModelFiles: false,
  };
  expect(listUnmetNeeds(production, run)).toEqual([
    { code: 'baseline', gates: ['quality-ratio', 'speed-up', 'memory-ratio'] },
    { code: 'items', gates: ['tail-latency-ratio'], needs: { 'tail-latency-ratio': 131 } },
    { code: 'load-test', gates: ['throughput-under-load', 'errors-under-load'] },
    { code: 'sustained-run', gates: ['sustained-slowdown'] },
    { code: 'model-files', gates: ['security-findings'] },
  ]);
});

// R6 requires 130 samples for the 95th percentile; the time of the first item is not a sample (R28).
test('a percentile of latency needs more items than the gate file requires samples', () => {
  const gates = readGateFile('{"version": 1, "gates": {"latency": {"severity": "warn", "percentile": "p95"}}}');
  expect(listUnmetNeeds(gates, { ...full, items: 131 })).toEqual([]);
  expect(listUnmetNeeds(gates, { ...full, items: 130 })).toEqual([
    { code: 'items', gates: ['latency'], needs: { latency: 131 } },
  ]);
});

test('the production gates name the items that each needs to pass on a small folder', () => {
  expect(listUnmetNeeds(production, { ...full, items: 6 })).toEqual([
    {
      code: 'items',
      gates: ['quality-ratio', 'speed-up', 'tail-latency-ratio'],
      needs: { 'quality-ratio': 59, 'speed-up': 7, 'tail-latency-ratio': 131 },
    },
  ]);
});

test.each([58, 59])('models that agree on %d items pass a quality ratio of 95% from 59 items on', (n) => {
  const counts = { both: n, onlyBaseline: 0, onlyCandidate: 0, neither: 0 };
  const paired = [{ metric: 'top-1', n, baseline: 1, candidate: 1, counts }];
  const setting = production.settings.find(({ gate }) => gate === 'quality-ratio')!;
  const evidence = { modelKind: 'tensor', candidate: { sizeBytes: 1 }, baseline: { sizeBytes: 1 }, paired } as const;
  expect(judge(setting, evidence).state).toBe(n < 59 ? 'inconclusive' : 'pass');
});

test('a fraction of items has as many items as its interval needs to reach the limit', () => {
  const gates = readGateFile('{"version": 1, "gates": {"quality": {"severity": "error", "limit": 0.95}}}');
  expect(listUnmetNeeds(gates, { ...full, items: 72 })).toEqual([
    { code: 'items', gates: ['quality'], needs: { quality: 73 } },
  ]);
  expect(listUnmetNeeds(gates, { ...full, items: 72, metrics: [{ id: 'macro-f1' }] })).toEqual([]);
  const judgeAll = (n: number) => {
    const scores = [{ metric: 'top-1', n, value: 1, interval: computeWilsonInterval(n, n) }];
    return judge(gates.settings[0]!, { modelKind: 'tensor', candidate: { sizeBytes: 1, scores } }).state;
  };
  expect([judgeAll(72), judgeAll(73)]).toEqual(['inconclusive', 'pass']);
});
