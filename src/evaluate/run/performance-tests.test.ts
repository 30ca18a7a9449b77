import { expect, test } from 'vitest';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { listPerformanceTests } from './performance-tests.ts';

const file = (gates: object) => parseGateFile(JSON.stringify({ version: 1, gates }));
const byDefault = { concurrency: null, sustainedS: null };

test.each([
  ['no gate that needs one', { 'model-size': 'error' }, { concurrency: 0, sustainedS: 0 }],
  ['a gate of the load test', { 'errors-under-load': 'warn' }, { concurrency: 4, sustainedS: 0 }],
  ['a required slowdown', { 'sustained-slowdown': 'error' }, { concurrency: 0, sustainedS: 600 }],
  [
    'a slowdown that only warns, which is not worth ten minutes',
    { 'sustained-slowdown': 'warn' },
    { concurrency: 0, sustainedS: 0 },
  ],
])('with %s, the default covers what the gates need', (_, gates, runs) => {
  expect(listPerformanceTests(byDefault, file(gates))).toEqual(runs);
});

test('the choice of the user overrides the default', () => {
  const gates = file({ 'errors-under-load': 'error', 'sustained-slowdown': 'error' });
  expect(listPerformanceTests({ concurrency: 0, sustainedS: 0 }, gates)).toEqual({ concurrency: 0, sustainedS: 0 });
  expect(listPerformanceTests({ concurrency: 8, sustainedS: 60 }, { settings: [] })).toEqual({
    concurrency: 8,
    sustainedS: 60,
  });
});
