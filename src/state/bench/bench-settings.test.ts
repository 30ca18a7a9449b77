import { afterEach, expect, test, vi } from 'vitest';
import type { StoredModel } from '#core/model/stored-model.ts';
import { storedModels } from '../models/stored-models.svelte.ts';
import { BenchSettings } from './bench-settings.svelte.ts';

vi.mock('#bridge/store-handle.ts', () => ({}));
vi.mock('#bridge/inspect-handle.ts', () => ({}));

afterEach(() => vi.unstubAllGlobals());

const sha256 = 'ab'.repeat(32);
const file = { name: 'net.onnx', sha256, sizeBytes: 5 };
const model = { id: 'org/name:net.onnx', entry: 'net.onnx', files: [file] } as unknown as StoredModel;

async function openSettings(stored: readonly StoredModel[]): Promise<BenchSettings> {
  vi.stubGlobal('history', { state: null });
  vi.spyOn(storedModels, 'load').mockResolvedValue();
  vi.spyOn(storedModels, 'loadFiles').mockResolvedValue(null);
  storedModels.models = stored;
  const settings = new BenchSettings('#/bench?file=1&engine=ort&dims=length:7&effort=quick&auto=1&against=AgYl');
  await settings.openStored(sha256);
  return settings;
}

test('the model of a received result is the stored one with its SHA-256, with the settings of the link', async () => {
  const { request, isReady } = await openSettings([model]);
  expect(request).toMatchObject({
    subject: { kind: 'model', id: model.id },
    dimensions: { length: 7 },
    effort: 'quick',
  });
  expect(isReady).toBe(true);
});

test('if no stored model has the SHA-256 of a received result, a file must be chosen', async () => {
  const other = { ...model, files: [{ ...file, sha256: '00'.repeat(32) }] };
  for (const stored of [[], [other], [{ ...model, files: [file, file] }]]) {
    const { model, isReady } = await openSettings(stored);
    expect({ kind: model.kind, isReady }).toEqual({ kind: 'files', isReady: false });
  }
});

test('a second model file that is not opened is excluded from the subject, its size and its hash', async () => {
  vi.stubGlobal('history', { state: null, replaceState: () => {} });
  const settings = new BenchSettings('#/bench');
  const files = ['a.onnx', 'b.onnx', 'a.onnx.data'].map((name) => new File(['x'], name));
  settings.model.files = files;
  settings.model.kind = 'files';
  expect(settings.request.subject).toEqual({ kind: 'files', files: [files[0], files[2]] });
});
