import { expect, test } from 'vitest';
import { AppError, type ErrorCode } from '#core/errors/error.ts';
import type { HostileInputId, HostileOutcome } from '#core/report/hostile-result.ts';
import { hostileInputIds } from '#validation/robustness/hostile-inputs.ts';
import { runHostileInputs } from './run-hostile-inputs.ts';

const never = new AbortController().signal;

function fakeModel(outcome: (id: HostileInputId) => HostileOutcome | ErrorCode | null) {
  return {
    async runHostile(id: HostileInputId) {
      const result = outcome(id);
      if (result === null || result === 'error' || result === 'finite' || result === 'not-finite') return result;
      throw new AppError(result);
    },
  };
}

test('an error is an outcome, a dead engine is a crash, and unsupported inputs are omitted', async () => {
  const results = await runHostileInputs(
    fakeModel((id) => {
      if (id === 'max') return 'out-of-memory';
      if (id === 'min') return 'worker-died';
      if (id === 'zeros') return 'engine-died';
      return id === 'infinite' ? null : 'finite';
    }),
    never,
  );
  expect(results.map(({ input }) => input)).toEqual(hostileInputIds.filter((id) => id !== 'infinite'));
  expect(results.filter(({ outcome }) => outcome !== 'finite')).toEqual([
    { input: 'zeros', outcome: 'crash' },
    { input: 'max', outcome: 'error' },
    { input: 'min', outcome: 'crash' },
  ]);
});

test('a cancelled run stops', async () => {
  await expect(
    runHostileInputs(
      fakeModel(() => 'aborted'),
      never,
    ),
  ).rejects.toMatchObject({ code: 'aborted' });
});
