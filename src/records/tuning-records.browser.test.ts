import { expect, test } from 'vitest';
import { startRace } from '#tune/race.ts';
import { findTunedConfiguration, storeTunedConfiguration } from './tuned-setups.ts';
import { listTunings, storeTuning, type TuningRecord } from './tuning-records.ts';

const field = { keys: ['a', 'b'], isDefault: () => true, listParents: () => [] };

function createRecord(id: string, startedAtMs: number, model = 'model one'): TuningRecord {
  return {
    id,
    model,
    device: 'here',
    dimensions: {},
    startedAtMs,
    sizeBytes: 1,
    contenders: [],
    excluded: [],
    race: startRace(field, 2, 'latency'),
    outcome: null,
  };
}

test('the races of a model are listed newest first, and a race replaces one with the same id', async () => {
  await storeTuning(createRecord('a', 1));
  await storeTuning(createRecord('b', 2));
  await storeTuning(createRecord('c', 3, 'model two'));
  await storeTuning(createRecord('a', 4));
  expect((await listTunings('model one')).map(({ id, startedAtMs }) => [id, startedAtMs])).toEqual([
    ['a', 4],
    ['b', 2],
  ]);
});

test('the latest configuration of a model is found only for the device of its measurement', () => {
  const slow = { host: 'page', engine: 'ort', device: 'wasm', threads: 1, settings: {} } as const;
  const fast = { ...slow, threads: 2, settings: { graphOptimisation: 'basic' } } as const;
  storeTunedConfiguration('one', 'here', slow);
  storeTunedConfiguration('two', 'here', slow);
  storeTunedConfiguration('one', 'here', fast);
  expect(findTunedConfiguration('one', 'here')).toEqual(fast);
  expect(findTunedConfiguration('one', 'there')).toBeNull();
  storeTunedConfiguration('one', 'here', null);
  expect(findTunedConfiguration('one', 'here')).toBeNull();
  expect(findTunedConfiguration('two', 'here')).toEqual(slow);
});
