import { expect, test } from 'vitest';
import { parseGateFile } from '#gates/file/gate-file.ts';
import { furtherRuns } from './further-runs.ts';

const file = (gates: object) => parseGateFile(JSON.stringify({ version: 1, gates }));
const byDefault = { stress: null, stability: null };

test.each([
  ['no gate that needs one', { 'model-size': 'error' }, { concurrency: 0, sustainedS: 0 }],
  ['a gate of stress', { 'stress-errors': 'warn' }, { concurrency: 4, sustainedS: 0 }],
  ['a required slowdown', { slowdown: 'error' }, { concurrency: 0, sustainedS: 600 }],
  [
    'a slowdown that only warns, which is not worth ten minutes',
    { slowdown: 'warn' },
    { concurrency: 0, sustainedS: 0 },
  ],
])('with %s, the default is what the gates need', (_, gates, runs) => {
  expect(furtherRuns(byDefault, file(gates))).toEqual(runs);
});

test('what a person chooses comes first', () => {
  const gates = file({ 'stress-errors': 'error', slowdown: 'error' });
  expect(furtherRuns({ stress: 0, stability: 0 }, gates)).toEqual({ concurrency: 0, sustainedS: 0 });
  expect(furtherRuns({ stress: 8, stability: 60 }, { settings: [] })).toEqual({ concurrency: 8, sustainedS: 60 });
});
