import { expect, test } from 'vitest';
import { readGateFile } from './file/gate-file.ts';
import { presets } from './file/presets/index.ts';
import { listUnmetNeeds } from './unmet-needs.ts';

const production = readGateFile(JSON.stringify(presets.production));
const full = { hasBaseline: true, items: 131, hasLoadTest: true, hasSustainedRun: true, hasModelFiles: true };

test('a run that covers the gates of a preset has no unmet needs', () => {
  expect(listUnmetNeeds(production, full)).toEqual([]);
  expect(listUnmetNeeds(production, { ...full, items: null })).toEqual([]);
});

test('each unmet need of a run lists the gates that need it', () => {
  const run = { hasBaseline: false, items: 30, hasLoadTest: false, hasSustainedRun: false, hasModelFiles: false };
  expect(listUnmetNeeds(production, run)).toEqual([
    { code: 'baseline', gates: ['quality-ratio', 'speed-up', 'memory-ratio'] },
    { code: 'items', gates: ['tail-latency-ratio'], needs: 131 },
    { code: 'load-test', gates: ['throughput-under-load', 'errors-under-load'] },
    { code: 'sustained-run', gates: ['sustained-slowdown'] },
    { code: 'model-files', gates: ['security-findings'] },
  ]);
});

// R6 requires 130 samples for the 95th percentile; the time of the first item is not a sample (R28).
test('a percentile of latency needs more items than the gate file requires samples', () => {
  const gates = readGateFile('{"version": 1, "gates": {"latency": {"severity": "warn", "percentile": "p95"}}}');
  expect(listUnmetNeeds(gates, { ...full, items: 131 })).toEqual([]);
  expect(listUnmetNeeds(gates, { ...full, items: 130 })).toEqual([{ code: 'items', gates: ['latency'], needs: 131 }]);
});
