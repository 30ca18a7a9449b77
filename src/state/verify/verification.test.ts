import { beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { toHallmarkFile } from '#hallmark/file/hallmark-file.ts';
import { createSampleGateRun, sampleGates, createSampleRun, withLimit } from '#hallmark/hallmark.fixture.ts';
import { toHallmarkLink } from '#hallmark/file/hallmark-link.ts';
import { buildStatement, signHallmark } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { readLastStatus } from '../fakes/calls.fixture.ts';
import { inspectors } from '../fakes/inspect-handle.fixture.ts';
import { Verification } from './verification.svelte.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
vi.mock('#records/hallmark-records.ts', () => ({
  listHallmarks: async () => [...storedById.values()],
  storeHallmark: async (hallmark: { id: string }) => void storedById.set(hallmark.id, hallmark),
  deleteHallmark: async (id: string) => void storedById.delete(id),
}));

/** The result of the latency gate alone: 18.4 ms, with the limit of `gatesJson`. */
const results = withLimit(sampleGates, 'latency', 50).filter(({ gate }) => gate === 'latency');

const storedById = new Map<string, unknown>();
const gatesJson =
  '{"gates":{"latency":{"limit":50,"minSamples":5,"severity":"error","source":"ours","unit":"ms"}},"version":1}';
/** SHA-256 of `gatesJson`, by Python's hashlib. */
const gatesSha256 = '023e0adc93afcb5ef2c3cada1f1b7d15ef863035c68065380565adec84ac8875';
const modelSha256 = 'ab'.repeat(32);
let link: string;
let file: string;

beforeAll(async () => {
  const run = createSampleRun({
    files: [{ name: 'model.onnx', digest: { sha256: modelSha256 } }],
    gates: createSampleGateRun({ results, gateFile: { sha256: gatesSha256, readAt: '2026-11-20T09:40:00Z' } }),
  });
  const hallmark = await signHallmark(buildStatement(run), await generateKeyPair());
  [link, file] = await Promise.all([toHallmarkLink(hallmark), toHallmarkFile(hallmark)]);
});

beforeEach(() => {
  storedById.clear();
  vi.stubGlobal('history', { state: null, replaceState: vi.fn() });
});

async function openVerification(): Promise<Verification> {
  const verification = new Verification(link.slice('#/h/'.length));
  await vi.waitFor(() => expect(verification.storedHallmarks).toHaveLength(1));
  return verification;
}

test('a link is verified, reported to automation clients and stored as received', async () => {
  const verification = await openVerification();
  expect(verification.viewModel?.hash).toBe(link);
  expect(verification.viewModel?.file).toBe(file);
  expect(readLastStatus()).toMatchObject({ state: 'done', result: { verified: true, level: 'self-attested' }, link });
  expect(verification.storedHallmarks).toMatchObject([{ isReceived: true, model: 'model.onnx', verdict: 'pass' }]);
  const [stored] = verification.storedHallmarks;
  await verification.remove(stored!);
  expect([verification.storedHallmarks, verification.deletedHallmark]).toEqual([[], stored]);
  await verification.undoRemove();
  expect([verification.storedHallmarks, verification.deletedHallmark]).toEqual([[stored], null]);
});

test('a rejected hallmark is reported as failed, and nothing is shown or stored', async () => {
  const verification = new Verification(null);
  await verification.open(`${link.slice(0, -1)}${link.endsWith('A') ? 'E' : 'A'}`);
  expect(verification.viewModel).toBeNull();
  expect(verification.error?.code).toBe('link-invalid');
  expect(readLastStatus()).toMatchObject({ state: 'failed' });
  expect(storedById.size).toBe(0);
});

test('a hallmark file is opened, and files dropped with it are compared with it', async () => {
  const verification = new Verification(null);
  const done = verification.openFiles([
    new File(['weights'], 'mine.onnx'),
    new File([file], 'a.hallmark.json'),
    new File([JSON.stringify(JSON.parse(gatesJson), null, 2)], 'assay.gates.json'),
  ]);
  await vi.waitFor(() => expect(inspectors[0]?.hashes).toHaveLength(1));
  expect(verification.hashingName).toBe('mine.onnx');
  inspectors[0]?.hashes[0]?.answer(modelSha256);
  await done;
  expect(verification.hashingName).toBeNull();
  expect(verification.matches).toMatchObject([
    { file: 'mine.onnx', kind: 'model', name: 'model.onnx' },
    { file: 'assay.gates.json', kind: 'gates' },
  ]);
  verification.close();
  expect(inspectors[0]?.isClosed).toBe(true);
});

test('a hallmark whose outcomes contradict its own gate file is no longer shown', async () => {
  const laxerResults = withLimit(results, 'latency', 1_000);
  const gates = createSampleGateRun({
    results: laxerResults,
    gateFile: { sha256: gatesSha256, readAt: '2026-11-20T09:40:00Z' },
  });
  const signed = await signHallmark(buildStatement(createSampleRun({ gates })), await generateKeyPair());
  const verification = new Verification(null);
  await verification.open(await toHallmarkLink(signed));
  expect(verification.viewModel).not.toBeNull();
  await verification.openFiles([new File([gatesJson], 'assay.gates.json')]);
  expect(verification.viewModel).toBeNull();
  expect(verification.error?.facts).toEqual({
    reason: 'gates-differ-from-file',
    file: 'assay.gates.json',
    gate: 'latency',
  });
});

test('a file that does not belong to the hallmark is listed with its digest', async () => {
  const verification = await openVerification();
  const done = verification.openFiles([new File(['{"a":1}'], 'other.json')]);
  await vi.waitFor(() => expect(inspectors[0]?.hashes).toHaveLength(1));
  inspectors[0]?.hashes[0]?.answer('cd'.repeat(32));
  await done;
  expect(verification.matches).toEqual([{ file: 'other.json', kind: 'other', sha256: 'cd'.repeat(32) }]);
});

test('a file that is not a hallmark is rejected if no hallmark is open', async () => {
  const verification = new Verification(null);
  await verification.openFiles([new File(['{"a":1}'], 'notes.json')]);
  expect(verification.error?.facts).toMatchObject({ reason: 'hallmark-missing' });
});
