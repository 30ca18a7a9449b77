import { beforeEach, expect, test, vi } from 'vitest';
import { createDeployment } from '#deploy/change-deployment.ts';
import type { Deployment, NewVersion } from '#deploy/deployment.ts';
import { sampleVersion } from '#deploy/deployment.fixture.ts';
import type { MonitorWindow } from '#monitor/monitor-window.ts';
import { listRunTimesMs } from '#records/run-times.ts';
import type { ModelReference } from '#links/run-link.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { FakeSession, openCalls, createTaskRun } from '../fakes/session-handle.fixture.ts';
import { DeployedModel } from './deployed-model.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
const file = { name: 'digits.onnx', sizeBytes: 1, sha256: 'aa' };
const stored = vi.hoisted(() => ({
  deployments: [] as Deployment[],
  windows: [] as MonitorWindow[],
  files: [] as readonly { name: string; sizeBytes: number; sha256: string }[],
}));
vi.mock('./model-files.ts', () => ({ listModelFiles: async () => stored.files }));
vi.mock('#records/observation-records.ts', () => ({ addObservations: async () => {} }));
vi.mock('#records/deployment-records.ts', () => ({
  listDeployments: async () => stored.deployments,
  addWindows: async (windows: readonly MonitorWindow[]) => void stored.windows.push(...windows),
}));

const version = { ...sampleVersion, files: [file] };
const deploy = (change: Partial<NewVersion> = {}, task = 'digits') =>
  createDeployment({ id: 'a', name: 'Digits', task }, { ...version, ...change }, 1);
const reference: ModelReference = { id: 'digits', engineIds: ['ort'] };

async function open(threads: number | null = null): Promise<{ model: DeployedModel; session: FakeSession }> {
  const model = new DeployedModel();
  void model.open({ model: reference, engine: 'ort', device: 'wasm', threads, task: 'digits' });
  const session = new FakeSession('digits');
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  return { model, session };
}

beforeEach(() => {
  [stored.windows, stored.files, stored.deployments] = [[], [file], [deploy()]];
});

test('a deployed model is monitored from its first run, even if the run was requested before it opened', async () => {
  const model = new DeployedModel();
  void model.open({ model: reference, engine: 'ort', device: 'wasm', threads: null, task: 'digits' });
  const run = model.run(['input']);
  const session = new FakeSession('digits');
  openCalls.at(-1)?.answer(session);
  await flushPromises();
  expect(model.live?.deployment.name).toBe('Digits');
  session.runs.at(-1)?.answer(createTaskRun({ digit: 1, probabilities: [0.1, 0.9] }));
  await run;
  model.close();
  await flushPromises();
  expect(stored.windows).toMatchObject([{ deployment: 'a', version: 1, runs: 1 }]);
  expect(session.isClosed).toBe(true);
});

test('the times of a bundled model are stored for the Device page, except that of the warm-up', async () => {
  const items = new Map<string, string>();
  const localStorage = { getItem: (key: string) => items.get(key) ?? null, setItem: items.set.bind(items) };
  vi.stubGlobal('localStorage', localStorage);
  stored.deployments = [];
  const { model, session } = await open();
  for (const expected of [[], [6]]) {
    const run = model.run(['input']);
    await flushPromises();
    session.runs.at(-1)?.answer(createTaskRun(1)); // 1 + 2 + 3 ms
    await run;
    expect(listRunTimesMs('digits')).toEqual(expected);
  }
  model.close();
});

test.each([
  ['another model', deploy({ model: 'other' })],
  ['another task', deploy({}, 'ocr')],
  ['another engine', deploy({ engine: 'tfjs' })],
  ['another device', deploy({ device: 'webgpu' })],
  ['another number of threads, which is part of its link', deploy({ link: '#/run?task=digits&threads=2', threads: 2 })],
  ['other files under the same name', deploy({ files: [{ ...file, sha256: 'bb' }] })],
])('a deployment of %s is not attached to the open model', async (_, deployment) => {
  stored.deployments = [deployment];
  const { model, session } = await open();
  expect(model.live).toBeNull();
  const run = model.run(['input']);
  await flushPromises();
  session.runs.at(-1)?.answer(createTaskRun(1));
  expect((await run).result).toBe(1);
  model.close();
});

test('an automatically chosen number of threads may differ from that of the deployed version', async () => {
  stored.deployments = [deploy({ threads: 4 })];
  const { model } = await open();
  expect(model.live).not.toBeNull();
  model.close();
  const { model: fixed } = await open(1);
  expect(fixed.live).toBeNull();
  fixed.close();
});

test('a model is monitored as soon as it is deployed', async () => {
  stored.deployments = [];
  const { model } = await open();
  expect(model.live).toBeNull();
  stored.deployments = [deploy()];
  await model.attach();
  expect(model.live?.version).toBe(1);
  model.close();
  expect(model.live).toBeNull();
});
