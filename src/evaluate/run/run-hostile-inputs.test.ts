import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '#core/errors/error.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import { hostileInputIds } from '#validation/robustness/hostile-inputs.ts';
import { runHostileInputs } from './run-hostile-inputs.ts';

const neverAborted = new AbortController().signal;

function createFakeModel(outcome: (id: HostileInputId) => HostileOutcome | ErrorCode | null) {
  return {
    async runHostile(id: HostileInputId) {
      const result = outcome(id);
      if (result === null || result === 'error' || result === 'finite' || result === 'not-finite') return result;
      throw new AppError(result);
    },
  };
}

test('records errors and crashes as outcomes, and omits unsupported inputs', async () => {
  const results = await runHostileInputs(
    createFakeModel((id) => {
      if (id === 'max') return 'out-of-memory';
      if (id === 'min') return 'worker-died';
      if (id === 'zeros') return 'engine-died';
      return id === 'infinite' ? null : 'finite';
    }),
    neverAborted,
  );
  expect(results.map(({ input }) => input)).toEqual(hostileInputIds.filter((id) => id !== 'infinite'));
  expect(results.filter(({ outcome }) => outcome !== 'finite')).toEqual([
    { input: 'zeros', outcome: 'crash' },
    { input: 'max', outcome: 'error' },
    { input: 'min', outcome: 'crash' },
  ]);
});

test('stops a cancelled run', async () => {
  await expect(
    runHostileInputs(
      createFakeModel(() => 'aborted'),
      neverAborted,
    ),
  ).rejects.toMatchObject({ code: 'aborted' });
});
