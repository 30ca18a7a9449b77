import { expect, test } from 'vitest';
import { compareWithRun } from './compare-with-run.ts';
import {
  createSampleDigest,
  createSampleGateRun,
  sampleGates,
  createSampleRun,
  scaleMeasurement,
} from '../hallmark.fixture.ts';
import { buildStatement } from '../sign/sign-hallmark.ts';

const earlier = buildStatement(createSampleRun());
const { report } = createSampleRun();

/** Creates a run in which the value and interval of a gate are multiplied by a factor. */
function createScaledRun(gate: string, factor: number, changes: Partial<typeof report.environment> = {}) {
  const results = sampleGates.map((result) => (result.gate === gate ? scaleMeasurement(result, factor) : result));
  const environment = { ...report.environment, ...changes } as typeof report.environment;
  return createSampleRun({ gates: createSampleGateRun({ results }), report: { ...report, environment } });
}

const listTrends = (run: ReturnType<typeof createScaledRun>) =>
  compareWithRun(earlier, run).gates.flatMap(({ gate, trend }) => (trend === 'same' ? [] : [[gate.gate, trend]]));

test('an equal run has the same values, no changes and no regression', () => {
  expect(listTrends(createSampleRun())).toEqual([['power', 'not-compared']]);
  expect(compareWithRun(earlier, createSampleRun())).toMatchObject({ changes: [], hasRegressed: false });
});

// Computed by hand: quality was 0.9945 (0.9912 to 0.9978), so values that differ by up to 0.0033 * 2^0.5 = 0.0047 are
// the same.
test.each([
  ['quality-ratio', 0.98, 'worse', true],
  ['quality-ratio', 0.995, 'worse', true], // by 0.00497
  ['quality-ratio', 0.9955, undefined, false], // by 0.00448
  ['latency', 1.2, 'worse', true],
  ['latency', 0.8, 'better', false],
  ['robustness', 0.985, undefined, false], // by 0.0148, of up to (0.0121^2 + 0.0169^2)^0.5 = 0.0208
] as const)('a hallmark’s %s multiplied by %f is %s', (gate, factor, trend, hasRegressed) => {
  const compared = compareWithRun(earlier, createScaledRun(gate, factor));
  expect(compared.gates.find((candidate) => candidate.gate.gate === gate)?.trend).toBe(trend ?? 'same');
  expect(compared.hasRegressed).toBe(hasRegressed);
});

test('scores are compared across machines, times are not; changes are listed', () => {
  const slower = createScaledRun('latency', 1.5, { os: 'Windows' });
  expect(listTrends(slower)).toContainEqual(['latency', 'not-compared']);
  expect(listTrends(createScaledRun('quality-ratio', 0.9, { os: 'Windows' }))).toContainEqual([
    'quality-ratio',
    'worse',
  ]);
  const changed = {
    ...createScaledRun('latency', 1),
    files: [{ name: 'new.onnx', digest: { sha256: createSampleDigest(8) } }],
  };
  const target = { ...report.target, opened: { ...report.target.opened, version: '9.9.9' } };
  const { changes } = compareWithRun(earlier, { ...changed, report: { ...report, target } });
  expect(changes.map(({ component }) => component)).toEqual(['model', 'engine']);
  expect(changes[1]?.after).toContain('9.9.9');
});
