import { openDB } from 'idb';
import { expect, test } from 'vitest';
import { startSearch } from '#tune/successive-halving.ts';
import { findTunedConfiguration, storeTunedConfiguration } from './tuned-setups.ts';
import { listTunings, storeTuning, type TuningRecord } from './tuning-records.ts';

const space = { keys: ['a', 'b'], isDefault: () => true, listParents: () => [] };

function createRecord(id: string, startedAtMs: number, model = 'model one'): TuningRecord {
  return {
    id,
    model,
    device: 'here',
    dimensions: {},
    startedAtMs,
    sizeBytes: 1,
    trials: [],
    excluded: [],
    search: startSearch(space, 2, 'latency'),
    outcome: null,
  };
}

test('a search that version 1 of the database stored is listed with the current field names', async () => {
  const identity = { id: 'old', model: 'old model', device: 'here', dimensions: {}, startedAtMs: 5, sizeBytes: 1 };
  const trial = {
    key: 'a',
    configuration: { host: 'page', engine: 'ort', device: 'wasm', threads: 1, settings: {} },
    isDefault: true,
    parents: [],
  } as const;
  const block = { a: { timesMs: [1], memoryBytes: null } };
  const elimination = { kind: 'slower', ratio: 2 } as const;
  const measured = { ms: 1, intervalMs: null, blocks: 1, memoryBytes: null };
  const outcome = { winner: 'a', reason: 'default', stopped: 'no-gain', bestDefault: 'a', speedUp: null } as const;
  const database = await openDB('assay-tunings', 1, {
    upgrade: (created) => void created.createObjectStore('races', { keyPath: 'id' }).createIndex('model', 'model'),
  });
  await database.put('races', {
    ...identity,
    contenders: [trial],
    excluded: [{ contender: trial, reason: { code: 'no-gpu' } }],
    race: {
      rungs: [
        {
          objective: 'latency',
          isDuel: true,
          anchor: 'a',
          heats: [{ contenders: ['b'], blocks: [block], spentMs: 1 }],
        },
      ],
      departures: { b: elimination },
      spentMs: 2,
    },
    outcome: { ...outcome, standings: [{ key: 'a', ...measured, departure: null }] },
  });
  database.close();
  expect(await listTunings('old model')).toEqual([
    {
      ...identity,
      trials: [trial],
      excluded: [{ trial, reason: { code: 'no-gpu' } }],
      search: {
        rungs: [
          {
            objective: 'latency',
            isHeadToHead: true,
            anchor: 'a',
            cohorts: [{ trials: ['b'], blocks: [block], spentMs: 1 }],
          },
        ],
        eliminations: { b: elimination },
        spentMs: 2,
      },
      outcome: { ...outcome, trialSummaries: [{ key: 'a', ...measured, elimination: null }] },
    },
  ] satisfies readonly TuningRecord[]);
});

test('the searches of a model are listed newest first, and a search replaces one with the same id', async () => {
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
