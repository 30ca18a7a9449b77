import { expect, test } from 'vitest';
import { judge } from './judge.ts';
import { modelSizeRatio } from './model-size-ratio.ts';
import { modelSize } from './model-size.ts';

const error = { level: 'error' } as const;

test('a model at the size limit passes, one byte more fails', () => {
  const limit = { ...error, limit: 1000 };
  expect(judge(modelSize, limit, { candidate: { sizeBytes: 1000 } })).toEqual({
    gate: 'model-size',
    level: 'error',
    unit: 'bytes',
    comparator: '<=',
    limit: 1000,
    isRelative: false,
    state: 'pass',
    measured: 1000,
    interval: null,
    n: 1,
    margin: 0,
  });
  expect(judge(modelSize, limit, { candidate: { sizeBytes: 1001 } })).toMatchObject({ state: 'fail', margin: -1 });
});

test('a relative gate is not measured without a baseline', () => {
  const result = judge(modelSizeRatio, { ...error, limit: 0.5 }, { candidate: { sizeBytes: 1000 } });
  expect(result).toMatchObject({ state: 'not-measured', reason: { code: 'no-baseline' } });
});
