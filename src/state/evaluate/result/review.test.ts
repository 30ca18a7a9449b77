import { expect, test } from 'vitest';
import type { HostileResult } from '#core/report/hostile-result.ts';
import { createSampleTaskReport } from '#core/report/report.fixture.ts';
import { Review } from './review.svelte.ts';

const run = {
  report: createSampleTaskReport(),
  gateRun: null,
  gateRunId: null,
  origin: Promise.resolve({ licence: null, source: null }),
  isStored: () => false,
};

test('the requests during the run are among the facts, unless they were not recorded', () => {
  const recorded = new Review({ ...run, network: { hosts: ['models.example'], requests: 12 } });
  const network = { code: 'network', origin: 'measured', facts: { hosts: 'models.example', requests: 12 } };
  expect(recorded.facts).toContainEqual(network);
  expect(new Review(run).facts).toContainEqual({ code: 'network', origin: 'unknown', facts: null });
});

test.each([
  [
    'met',
    [
      { input: 'zeros', outcome: 'finite' },
      { input: 'empty', outcome: 'error' },
    ],
  ],
  [
    'not-met',
    [
      { input: 'zeros', outcome: 'finite' },
      { input: 'infinite', outcome: 'not-finite' },
    ],
  ],
  ['not-met', [{ input: 'other-rank', outcome: 'crash' }]],
  ['open', undefined],
] as const)('the checklist item on failures is %s after hostile inputs with these outcomes', (state, hostile) => {
  const { hostileInputs: _, ...report } = run.report;
  const hostileInputs: readonly HostileResult[] | undefined = hostile;
  const review = new Review({ ...run, report: { ...report, ...(hostileInputs && { hostileInputs }) } });
  expect(review.items.find(({ id }) => id === 'failures')?.state).toBe(state);
});
