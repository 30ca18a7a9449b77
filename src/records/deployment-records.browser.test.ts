import { openDB } from 'idb';
import { beforeEach, expect, test } from 'vitest';
import { addVersion, createDeployment, switchTo } from '#deploy/change-deployment.ts';
import { sampleVersion } from '#deploy/deployment.fixture.ts';
import { createEmptyTally } from '#deploy/rollout.ts';
import { spanMs, type MonitorWindow } from '#monitor/monitor-window.ts';
import { TDigest } from '#monitor/t-digest.ts';
import { WindowRecorder } from '#monitor/window-recorder.ts';
import * as records from './deployment-records.ts';

const noon = Date.UTC(2026, 10, 30, 12);
const createSample = (id: string, name = id) => createDeployment({ id, name, task: 'digits' }, sampleVersion, noon);

function createHour(hours: number, latencyMs = 10): MonitorWindow {
  const recorder = new WindowRecorder('a');
  recorder.add(
    { version: 1, error: null, latencyMs, waitMs: null, inputBytes: 5, numbers: {} },
    noon + hours * spanMs.hour,
  );
  return recorder.take()[0]!;
}

beforeEach(async () => {
  for (const { id } of await records.listDeployments().catch(() => [])) await records.deleteDeployment(id);
});

test('deployments are listed by name, and changes of two tabs are both applied', async () => {
  await records.storeDeployment(createSample('b', 'Z'));
  await records.storeDeployment(createSample('a', 'A'));
  // Both tabs add a version to the deployment that they show.
  await Promise.all([
    records.changeDeployment('a', addVersion(sampleVersion)),
    records.changeDeployment('a', addVersion(sampleVersion)),
  ]);
  const [first, second] = await records.listDeployments();
  expect([first?.name, first?.versions.map(({ number }) => number), second?.name]).toEqual(['A', [1, 2, 3], 'Z']);
});

test('switching to a missing version or deployment is rejected, and nothing is stored', async () => {
  await records.storeDeployment(createSample('a'));
  await expect(records.changeDeployment('a', switchTo(7))).rejects.toMatchObject({ code: 'deployment-changed' });
  await expect(records.changeDeployment('gone', switchTo(1))).rejects.toMatchObject({
    facts: { reason: 'deployment-removed' },
  });
  expect((await records.listDeployments())[0]?.history).toHaveLength(2);
});

test('a deployment of a newer version is neither read nor changed', async () => {
  await records.storeDeployment({ ...createSample('a'), format: 2 });
  const rejection = { code: 'deployments-newer', facts: { version: 2, maxVersion: 1 } };
  await expect(records.listDeployments()).rejects.toMatchObject(rejection);
  await expect(records.changeDeployment('a', switchTo(1))).rejects.toMatchObject(rejection);
  await records.deleteDeployment('a');
});

test('the tallies of two tabs are added', async () => {
  const tally = { ...createEmptyTally(0.05), candidate: { runs: 2, errors: 1, slow: 0 } };
  await Promise.all([records.addTally('a', 'r', tally), records.addTally('a', 'r', tally)]);
  await records.addTally('a', 'other', tally);
  expect(await records.loadTallies('a', 'r')).toEqual([{ ...tally, candidate: { runs: 4, errors: 2, slow: 0 } }]);
});

test('windows of two tabs are merged, old hours become days, and deletion removes them', async () => {
  await records.storeDeployment(createSample('a'));
  await Promise.all([records.addWindows([createHour(0)]), records.addWindows([createHour(0, 20)])]);
  const retention = { hours: 1, days: 1 };
  await records.addWindows([createHour(1)], retention);
  const { windows } = await records.loadWindows('a');
  expect(windows.map(({ span, runs, inputBytes }) => [span, runs, inputBytes])).toEqual([
    ['day', 2, 10],
    ['hour', 1, 5],
  ]);
  expect(TDigest.unpack(windows[0]!.digests['latency']!).estimateQuantile(1)).toBe(20);
  await records.deleteWindows('a');
  expect(await records.loadWindows('a')).toEqual({ windows: [], damagedCount: 0 });
  expect(await records.listDeployments()).toHaveLength(1);
});

test('a damaged window is omitted and counted, and the next run in its hour replaces it', async () => {
  const damaged = { ...createHour(0), digests: { latency: new Float32Array([1, 2, Number.NaN, 1]) } };
  await records.addWindows([createHour(1)]);
  const database = await openDB('assay-deployments');
  await database.put('windows', damaged);
  database.close();
  expect(await records.loadWindows('a')).toMatchObject({ windows: [{ runs: 1 }], damagedCount: 1 });
  await records.addWindows([createHour(0)]);
  expect(await records.loadWindows('a')).toMatchObject({ windows: [{ runs: 1 }, { runs: 1 }], damagedCount: 0 });
  await records.deleteWindows('a');
});
