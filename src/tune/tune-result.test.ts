import { expect, test } from 'vitest';
import { startSearch } from './successive-halving.ts';
import { toTuneCsv, type Tuning } from './tune-result.ts';

test('the table has the measurements of every trial, and empty fields for missing ones', () => {
  const space = { keys: ['a', 'b'], isDefault: () => true, listParents: () => [] };
  const unmeasured = { ms: null, intervalMs: null, blocks: 0, memoryBytes: null };
  const tuning: Tuning = {
    dimensions: {},
    sizeBytes: 1,
    trials: [],
    excluded: [],
    search: startSearch(space, 2, 'latency'),
    outcome: {
      winner: 'a',
      reason: 'default',
      stopped: 'no-gain',
      bestDefault: 'a',
      speedUp: null,
      trialSummaries: [
        { key: 'a', ms: 10.5, intervalMs: [10, 11], blocks: 6, memoryBytes: 30, elimination: null },
        { key: 'b', ...unmeasured, elimination: { kind: 'out-of-time' } },
      ],
    },
  };
  expect(toTuneCsv(tuning)).toBe(
    'configuration,medianMs,lowMs,highMs,memoryBytes,blocks,outcome\r\na,10.5,10,11,30,6,winner\r\nb,,,,,0,out-of-time\r\n',
  );
});
