import { expect, test } from 'vitest';
import { sampleDigest, sampleRun } from '#hallmark/hallmark.fixture.ts';
import { hallmarkStatement } from '#hallmark/make.ts';
import { runParts } from './run-parts.ts';

test('each part of a run is the same as in its hallmark, another one, missing or not known yet', () => {
  const statement = hallmarkStatement(sampleRun());
  const own = { model: sampleDigest(1), baseline: sampleDigest(9), gates: null, data: null };
  expect(runParts(statement, own).map(({ part, state }) => [part, state])).toEqual([
    ['model', 'same'],
    ['baseline', 'other'],
    ['gates', 'missing'],
    ['data', 'afterRun'],
  ]);
  const after = runParts(statement, { ...own, data: sampleDigest(2) });
  expect(after.find(({ part }) => part === 'data')).toMatchObject({ name: 'imagenet-val', state: 'same' });
});
