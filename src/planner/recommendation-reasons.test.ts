import { expect, test } from 'vitest';
import type { Candidate } from './rank-candidates.ts';
import { listReasons } from './recommendation-reasons.ts';

test('"nothing fits" is reported only if a limit is known', () => {
  const reasons = (limits: Candidate['fit']['limits']) => {
    const candidate = { fit: { verdict: 'does-not-fit', needLowBytes: 20, limits } } as Candidate;
    return listReasons(null, [candidate], { format: 'onnx' }, { isDisturbed: false });
  };
  const facts = { needBytes: 20, limitBytes: 10 };
  expect(reasons([{ what: 'heap-measured', bytes: 10 }])).toEqual([{ code: 'nothing-fits', facts }]);
  expect(reasons([])).toEqual([]);
});
