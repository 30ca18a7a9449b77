import { beforeEach, expect, test, vi } from 'vitest';
import type { Version } from '#deploy/deployment.ts';
import { findEvidence, findGateRun, listFailedGates } from './version-evidence.ts';

vi.mock('#bridge/session-handle.ts', () => import('../fakes/session-handle.fixture.ts'));
vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
vi.mock('#bridge/store-handle.ts', () => import('../fakes/store-handle.fixture.ts'));
interface Summary {
  readonly id: string;
  readonly kind: 'gates' | 'task';
  readonly model: string;
  readonly isReceived: boolean;
  readonly sha256: string;
  readonly verdict?: 'pass' | 'fail';
}
const stored = vi.hoisted(() => ({ summaries: [] as unknown[], gates: [] as unknown[] }));
const listStoredSummaries = () => stored.summaries as Summary[];
vi.mock('../models/stored-models.svelte.ts', () => ({ storedModels: { load: async () => {}, models: [] } }));
vi.mock('#records/result-records.ts', () => ({
  listSummaries: async () => stored.summaries,
  loadResult: async (id: string) => {
    const { model, sha256 } = listStoredSummaries().find((summary) => summary.id === id)!;
    return { report: { subject: { id: model, sha256, sizeBytes: 1 } }, gates: { gateRun: { results: stored.gates } } };
  },
}));
vi.mock('#records/trial-records.ts', () => ({
  findLatestTrial: async (sha256: string) => (sha256 === 'aa' ? { parent: 'original' } : null),
}));
vi.mock('#records/hallmark-records.ts', () => ({
  listHallmarks: async () => [{ id: 'h', model: 'digits', hash: '#/h/damaged' }],
}));

const version: Version = {
  number: 1,
  link: '#/run?task=digits',
  model: 'digits',
  files: [{ name: 'digits.onnx', sizeBytes: 1, sha256: 'aa' }],
  engine: 'ort',
  device: 'wasm',
  threads: 1,
  note: '',
  addedAtMs: 1,
};
const createSummary = (id: string, change: Partial<Summary> = {}): Summary => ({
  id,
  kind: 'gates',
  model: 'digits',
  isReceived: false,
  sha256: 'aa',
  ...change,
});

beforeEach(() => {
  stored.summaries = [];
});

test('the newest own result of each kind for the model’s digest is found', async () => {
  stored.summaries = [
    createSummary('received', { isReceived: true }),
    createSummary('other digest', { sha256: 'bb' }),
    createSummary('other model', { model: 'ocr' }),
    createSummary('latest'),
    createSummary('earlier'),
    createSummary('evaluation', { kind: 'task' }),
  ];
  expect(await findEvidence(version)).toMatchObject({
    gateRun: { id: 'latest' },
    evaluation: { id: 'evaluation' },
    trial: { parent: 'original' },
    parentModel: null, // no bundled or stored model has its digest
    hallmark: null, // its link is damaged
  });
});

test('a version without stored results has no evidence', async () => {
  expect(await findGateRun(version)).toBeNull();
  expect(await findEvidence({ ...version, files: [] })).toMatchObject({ evaluation: null, trial: null, gateRun: null });
});

test('only required gates that failed are listed, and only if the latest gate run of the digest failed', async () => {
  stored.gates = [
    { gate: 'latency', severity: 'error', state: 'fail', measured: 200 },
    { gate: 'model-size', severity: 'warn', state: 'fail', measured: 10 },
    { gate: 'quality', severity: 'error', state: 'pass', measured: 1 },
  ];
  stored.summaries = [createSummary('other', { sha256: 'bb', verdict: 'fail' })];
  expect(await listFailedGates(version)).toEqual([]);
  stored.summaries = [createSummary('latest', { verdict: 'fail' }), createSummary('earlier', { verdict: 'pass' })];
  expect(await listFailedGates(version)).toEqual([stored.gates[0]]);
  stored.summaries = stored.summaries.toReversed();
  expect(await listFailedGates(version)).toEqual([]);
});
