import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../../scripts/project-root.ts';
import { loadLocalModel } from './local-files.ts';

test('an abort stops the loading of a model', async () => {
  const model = {
    kind: 'files',
    engine: 'ort',
    engineIds: ['ort'],
    paths: [join(root, 'models/digits/model.onnx')],
  } as const;
  await expect(loadLocalModel(model, 'ort', new AbortController().signal)).resolves.toMatchObject({ downloadMs: null });
  await expect(loadLocalModel(model, 'ort', AbortSignal.abort())).rejects.toMatchObject({ name: 'AbortError' });
});
