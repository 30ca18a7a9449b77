import { deleteDB, openDB } from 'idb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSampleReport, createSampleTaskReport } from '#core/report/report.fixture.ts';
import { createSampleGateRun } from '#hallmark/hallmark.fixture.ts';
import {
  changeTags,
  deleteResults,
  loadResult,
  listSummaries,
  listTags,
  storeResults,
  storeReview,
  type GateRunSummary,
} from './result-records.ts';

const header = { isReceived: false, hash: '#/r/AA', model: 'net', machine: 'Firefox, Linux' } as const;
const target = { engine: 'ort', device: 'wasm', threads: 1 } as const;

/** Creates a database of version 1 of the schema. */
async function createVersion1() {
  const database = await openDB('assay-results', 1, {
    upgrade(created) {
      created.createObjectStore('summaries', { keyPath: 'id' });
      created.createObjectStore('reports');
    },
  });
  const cells = [{ name: 'top-1', value: 0.75, unit: 'share' }];
  const task = { ...header, ...target, id: 'task', at: 2, kind: 'task', validity: 'valid', cells };
  const device = { id: 'device', at: 1, isReceived: true, hash: '#/device?', kind: 'device', machine: '', gflops: 24 };
  for (const summary of [task, device]) await database.put('summaries', summary);
  await database.put('reports', createSampleTaskReport(), 'task');
  database.close();
}

beforeAll(async () => {
  await deleteDB('assay-results');
  await createVersion1();
});
afterAll(() => deleteDB('assay-results'));

test('results stored by version 1 are read with the unit fraction instead of share', async () => {
  const [task, device] = await listSummaries();
  expect(task).toMatchObject({ id: 'task', cells: [{ name: 'top-1', value: 0.75, unit: 'fraction' }] });
  expect(device).toMatchObject({ id: 'device', gflops: 24 });
  expect((await loadResult('task'))?.report).toEqual(createSampleTaskReport());
  expect([...(await listTags())]).toEqual([]);
});

test("a person's signatures and statements are stored and deleted together with the gate run", async () => {
  const summary: GateRunSummary = { ...header, ...target, id: 'g', at: 3, kind: 'gates', verdict: 'pass', grade: 990 };
  const gates = { gateRun: createSampleGateRun(), signatures: [], statements: {} };
  await storeResults([{ summary, report: null, gates }]);
  const signatures = [{ item: 'reviews', name: 'A', note: 'B', signedAt: '2026-11-20T09:50:00Z' }] as const;
  await storeReview('g', { signatures, statements: { contact: 'C' } });
  await storeReview('unknown', { signatures, statements: {} });
  expect(await loadResult('g')).toMatchObject({ summary, gates: { signatures, statements: { contact: 'C' } } });
  await deleteResults(['g']);
  expect(await loadResult('g')).toBeNull();
  await storeReview('g', { signatures, statements: {} });
  expect(await loadResult('g')).toBeNull();
});

test('tags of several records are changed together, and a record without tags is not listed', async () => {
  await storeResults([{ summary: (await listSummaries())[0]!, report: createSampleReport() }]);
  await changeTags(['task', 'device'], (tags, id) => [...tags, `of ${id}`]);
  await changeTags(['device'], () => []);
  expect([...(await listTags())]).toEqual([['task', ['of task']]]);
});
