import { beforeEach, expect, test, vi } from 'vitest';
import type { StoredModel } from '#core/model/stored-model.ts';
import { createSampleDigest, createSampleGateRun, sampleGates, createSampleRun } from '#hallmark/hallmark.fixture.ts';
import { buildStatement, signHallmark, type EvaluatedRun } from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { parseEvaluateLink } from '#links/evaluate-link.ts';
import { bundledModels } from '../shell/bundled-models.ts';
import { inspectors } from '../fakes/inspect-handle.fixture.ts';
import { toHallmarkViewModel } from './hallmark-view-model.ts';
import { formatReproductionHash, findHallmarkTask } from './reproduce.ts';

vi.mock('#bridge/inspect-handle.ts', () => import('../fakes/inspect-handle.fixture.ts'));
vi.mock('../models/stored-models.svelte.ts', () => ({ storedModels: modelsInBrowser }));
vi.mock('../picker/reopen-model.ts', () => ({ openLinkedModel: async () => openResult }));

/** The models that this browser has. */
const modelsInBrowser = vi.hoisted(() => ({
  load: async () => {},
  models: [] as unknown[],
  linkedModels: [] as unknown[],
}));
/** The result of opening a linked model: its files, or that a click is needed. */
let openResult: readonly File[] | { readonly kind: 'linked' };

beforeEach(() => {
  modelsInBrowser.models = modelsInBrowser.linkedModels = [];
  openResult = { kind: 'linked' };
});

const sha256 = createSampleDigest(1);
const stored: Pick<StoredModel, 'id' | 'files'> = {
  id: 'org/name:net.onnx',
  files: [{ name: 'net.onnx', sha256, sizeBytes: 1 }],
};

async function createReproductionLink(
  changes: Partial<EvaluatedRun>,
  task: 'digits' | 'image-classification' = 'image-classification',
) {
  const gates = createSampleGateRun({ results: sampleGates.filter(({ isRelative }) => !isRelative) });
  const { baseline: _, ...run } = createSampleRun({ task, gates, ...changes });
  const viewModel = await toHallmarkViewModel(await signHallmark(buildStatement(run), await generateKeyPair()));
  const query = new URLSearchParams((await formatReproductionHash(viewModel, task)).slice('#/evaluate?'.length));
  const link = parseEvaluateLink(query, { models: bundledModels, hubModels: [] });
  expect(`#/h/${link.hallmark}`).toBe(viewModel.hash);
  return link;
}

const netFiles = [{ name: 'net.onnx', digest: { sha256 } }];

test('a bundled model is found by its digest, and the sample comes from the hallmark', async () => {
  const digits = bundledModels.find(({ id }) => id === 'digits')!;
  const files = [{ name: 'other name', digest: { sha256: digits.files[0]!.sha256 } }];
  expect(await createReproductionLink({ files }, 'digits')).toMatchObject({
    task: 'digits',
    model: { id: 'digits' },
    items: 1_000, // 999 scored, 1 failed
    seed: 20_261_120,
    baseline: null,
  });
});

test('a run that was stopped is repeated up to the same item', async () => {
  const data = createSampleRun().data!;
  const stoppedData = { ...data, items: 998, failed: 1, notRun: 60 };
  expect(await createReproductionLink({ data: stoppedData }, 'digits')).toMatchObject({ items: 1_059, stopAfter: 999 });
  const { sample: _, ...wholeData } = stoppedData;
  expect(await createReproductionLink({ data: wholeData }, 'digits')).toMatchObject({ items: null, stopAfter: 999 });
  expect(await createReproductionLink({}, 'digits')).toMatchObject({ stopAfter: null });
});

test('a stored model of several files is found by the digests of all of them', async () => {
  const files = [1, 2].map((seed) => ({ name: `part ${seed}`, digest: { sha256: createSampleDigest(seed) } }));
  const parts = [2, 1].map((seed) => ({ name: `${seed}.onnx`, sha256: createSampleDigest(seed), sizeBytes: 1 }));
  modelsInBrowser.models = [{ id: 'org/name:net.onnx', files: parts }];
  expect(await createReproductionLink({ files })).toMatchObject({ model: { id: 'org/name:net.onnx' } });
  modelsInBrowser.models = [{ id: 'org/name:net.onnx', files: parts.slice(1) }];
  expect(await createReproductionLink({ files })).toMatchObject({ model: null });
});

test('a stored model is found by its digest, whatever its name', async () => {
  modelsInBrowser.models = [stored];
  expect(await createReproductionLink({ files: netFiles })).toMatchObject({ model: { id: 'org/name:net.onnx' } });
  modelsInBrowser.models = [{ ...stored, files: [{ ...stored.files[0], sha256: createSampleDigest(9) }] }];
  expect(await createReproductionLink({ files: netFiles })).toMatchObject({ model: null, linkedId: null });
});

test('a linked model is found by name and digest, or by its name if it cannot be read yet', async () => {
  modelsInBrowser.linkedModels = [{ id: 'net.onnx', files: [{}] }];
  expect(await createReproductionLink({ files: netFiles })).toMatchObject({ model: null, linkedId: 'net.onnx' });
  for (const [hash, linkedId] of [
    [sha256, 'net.onnx'],
    [createSampleDigest(9), null],
  ] as const) {
    openResult = [new File([], 'net.onnx')];
    inspectors.length = 0;
    const link = createReproductionLink({ files: netFiles });
    await vi.waitFor(() => expect(inspectors[0]?.hashes).toHaveLength(1));
    inspectors[0]?.hashes[0]?.answer(hash);
    expect(await link).toMatchObject({ model: null, linkedId });
    expect(inspectors[0]?.isClosed).toBe(true);
  }
});

test('the task of a hallmark is null if this version does not score it', async () => {
  const keyPair = await generateKeyPair();
  for (const [task, expected] of [
    ['digits', 'digits'],
    ['juggling', null],
  ]) {
    const viewModel = await toHallmarkViewModel(
      await signHallmark(buildStatement(createSampleRun({ task: task! })), keyPair),
    );
    expect(findHallmarkTask(viewModel)).toBe(expected);
  }
});
