import { expect, test } from 'vitest';
import { startRace } from './race.ts';
import { toTuneCsv, type Tuning } from './tune-result.ts';

test('the table has the measurements of every contender, and empty fields for missing ones', () => {
  const field = { keys: ['a', 'b'], isDefault: () => true, listParents: () => [] };
  const unmeasured = { ms: null, intervalMs: null, blocks: 0, memoryBytes: null };
  const tuning: Tuning = {
    dimensions: {},
    sizeBytes: 1,
    contenders: [],
    excluded: [],
    race: startRace(field, 2, 'latency'),
    outcome: {
      winner: 'a',
      reason: 'default',
      stopped: 'no-gain',
      bestDefault: 'a',
      speedUp: null,
      standings: [
        { key: 'a', ms: 10.5, intervalMs: [10, 11], blocks: 6, memoryBytes: 30, departure: null },
        { key: 'b', ...unmeasured, departure: { kind: 'out-of-time' } },
      ],
    },
  };
  expect(toTuneCsv(tuning)).toBe(
    'configuration,medianMs,lowMs,highMs,memoryBytes,blocks,outcome\r\na,10.5,10,11,30,6,winner\r\nb,,,,,0,out-of-time\r\n',
  );
});
