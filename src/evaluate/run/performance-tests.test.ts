import { expect, test } from 'vitest';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { listPerformanceTests } from './performance-tests.ts';

const parseGates = (gates: object) => parseGateFile(JSON.stringify({ version: 1, gates }));
const noRequest = { concurrency: null, sustainedS: null };

test.each([
  ['no gate that needs one', { 'model-size': 'error' }, { concurrency: 0, sustainedS: 0 }],
  ['a gate of the load test', { 'errors-under-load': 'warn' }, { concurrency: 4, sustainedS: 0 }],
  ['a required slowdown', { 'sustained-slowdown': 'error' }, { concurrency: 0, sustainedS: 600 }],
  [
    'a slowdown that only warns, which does not justify ten minutes',
    { 'sustained-slowdown': 'warn' },
    { concurrency: 0, sustainedS: 0 },
  ],
])('runs the tests that the gates need by default, for %s', (_, gates, runs) => {
  expect(listPerformanceTests(noRequest, parseGates(gates))).toEqual(runs);
});

test('lets the user override the default', () => {
  const gates = parseGates({ 'errors-under-load': 'error', 'sustained-slowdown': 'error' });
  expect(listPerformanceTests({ concurrency: 0, sustainedS: 0 }, gates)).toEqual({ concurrency: 0, sustainedS: 0 });
  expect(listPerformanceTests({ concurrency: 8, sustainedS: 60 }, { settings: [] })).toEqual({
    concurrency: 8,
    sustainedS: 60,
  });
});
