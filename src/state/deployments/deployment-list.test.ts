import { beforeEach, expect, test, vi } from 'vitest';
import type { GateResult } from '#core/gate/gate-outcome.ts';
import type { StoredModel } from '#core/model/stored-model.ts';
import type { Deployment } from '#deploy/deployment.ts';
import type { RunLink } from '#links/run-link.ts';
import { flushPromises } from '../fakes/calls.fixture.ts';
import { inspectors } from '../fakes/inspect-handle.fixture.ts';
import { FakeSession, openCalls } from '../fakes/session-handle.fixture.ts';
import { stores } from '../fakes/store-handle.fixture.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { RunSetup } from '../run/run-setup.svelte.ts';
import { DeploymentList } from './deployment-list.svelte.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));
vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
const deployments = vi.hoisted(() => [] as Deployment[]);
const failedGates = vi.hoisted(() => [] as GateResult[]);
vi.mock('./version-evidence.ts', () => ({ listFailedGates: async () => failedGates }));
vi.mock('#records/deployment-records.ts', () => ({
  addWindows: async () => {},
  listDeployments: async () => deployments,
  storeDeployment: async (deployment: Deployment) => void deployments.push(deployment),
}));

const link: RunLink = {
  task: 'image-classification',
  model: null,
  linkedId: null,
  engine: null,
  device: 'wasm',
  threads: 1,
  dimensions: {},
  detection: {},
  sample: false,
  language: null,
  aggregation: null,
};
const file = new File(['weights'], 'mine.onnx');
const digest = 'ab'.repeat(32);
const createStored = (id: string): StoredModel => ({
  id,
  entry: 'mine.onnx',
  source: 'file',
  files: [{ name: 'mine.onnx', sha256: digest, sizeBytes: file.size }],
  addedAt: 0,
  usedAt: 0,
  isPinned: false,
});

async function answerOpening(id: string): Promise<void> {
  openCalls.at(-1)!.answer(new FakeSession(id));
  await flushPromises();
}

/** Opens the file, starts to deploy it, and answers the questions that are asked before it is stored. */
async function startDeploying(stored: readonly StoredModel[], confirmFailedGates = vi.fn(() => true)) {
  const setup = new RunSetup(link, () => void setup.open());
  setup.openFiles([file]);
  await answerOpening('mine.onnx');
  void storedModels.load();
  const store = stores.at(-1)!; // `storedModels` is a singleton, shared by the tests of this file
  store.start = async () => [];
  store.stored = stored;
  const list = new DeploymentList();
  const created = list.create('Mine', setup, { confirmFailedGates, keepsInputs: true });
  await flushPromises();
  inspectors.at(-1)!.hashes.at(-1)!.answer(digest);
  await flushPromises();
  return { setup, list, store, created };
}

beforeEach(() => {
  deployments.length = 0;
  failedGates.length = 0;
  for (const { copies } of stores) copies.length = 0;
});

test('deploying a chosen file stores a copy, reports its bytes, and deploys the copy', async () => {
  const { setup, list, store, created } = await startDeploying([]);
  expect(store.copies.at(-1)?.request).toEqual([file]);
  store.reportCopied(3);
  expect(list.copiedBytes).toBe(3);
  const copy = createStored('mine.onnx (abababab)');
  store.stored = [copy];
  store.copies.at(-1)!.answer(copy);
  await flushPromises();
  expect(list.copiedBytes).toBeNull();
  await answerOpening(copy.id);
  expect(await created).toBe(deployments[0]!.id);
  expect(setup.link.model?.id).toBe(copy.id);
  expect(deployments[0]).toMatchObject({
    keepsInputs: true,
    versions: [{ model: copy.id, files: copy.files, threads: 1 }],
  });
  expect(deployments[0]!.versions[0]!.link).toContain(`model=${encodeURIComponent('mine.onnx')}`);
});

test('deploying a chosen file uses a stored model of another name with the same digest', async () => {
  const hubCopy = createStored('organisation/model:mine.onnx');
  const { store, created } = await startDeploying([hubCopy]);
  expect(store.copies).toHaveLength(0);
  await answerOpening(hubCopy.id);
  await created;
  expect(deployments[0]!.versions).toMatchObject([{ model: hubCopy.id }]);
});

test('cancelling while the copy is stored deploys nothing and shows no error', async () => {
  const { setup, list, created } = await startDeploying([]);
  list.cancelStoring();
  expect(await created).toBeNull();
  expect({ error: list.error, isSaving: list.isSaving, copiedBytes: list.copiedBytes }).toEqual({
    error: null,
    isSaving: false,
    copiedBytes: null,
  });
  expect(deployments).toEqual([]);
  expect(setup.files).toEqual([file]);
});

const failed = {
  gate: 'latency',
  severity: 'error',
  unit: 'ms',
  comparator: '<=',
  limit: 50,
  isRelative: false,
  state: 'fail',
  measured: 73,
  interval: 'exact',
  n: 20,
  margin: -23,
} as const satisfies GateResult;

test.each([true, false])(
  'a model that failed gates is deployed only if the person confirms: %s',
  async (isConfirmed) => {
    failedGates.push(failed);
    const confirmFailedGates = vi.fn(() => isConfirmed);
    const stored = createStored('mine.onnx (abababab)');
    const { list, created } = await startDeploying([stored], confirmFailedGates);
    await answerOpening(stored.id);
    expect(await created).toBe(isConfirmed ? deployments[0]!.id : null);
    expect(confirmFailedGates.mock.calls).toEqual([[[failed]]]);
    expect(deployments).toHaveLength(isConfirmed ? 1 : 0);
    expect(list.error).toBeNull();
  },
);
