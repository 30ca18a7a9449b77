import { afterEach, expect, inject, test } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/session-handle.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import reference from '#tasks/segmentation/reference-values.json' with { type: 'json' };
import { decodeRunLengths, type RunLengths } from '#tasks/segmentation/run-lengths.ts';
import { scoreMasks } from '#tasks/segmentation/segmentation-score.ts';
import type { Segmentation } from '#tasks/segmentation/segmentation.ts';
import { fetchTestFile } from './test-file.fixture.ts';

const testData = inject('testData');
let session: SessionHandle;
afterEach(() => session?.close());

function decodeMask({ size: [height, width], counts }: RunLengths): Segmentation {
  return {
    width,
    height,
    alpha: decodeRunLengths({ size: [height, width], counts }),
    classMap: null,
    classes: [],
    labels: [],
  };
}

const targets: readonly (readonly [TensorEngineId, reference: TensorEngineId, files: readonly string[]])[] = [
  ['ort', 'ort', ['onnx-segment/selfie_segmentation_landscape.onnx']],
  ['litert', 'litert', ['tflite/selfie_segmentation.tflite']],
  ['tfjs', 'litert', ['tfjs/human/selfie.json', 'tfjs/human/selfie.bin']], // the same model as in TFLite, in another format
];

// `reference-values.py` lists the engines that computed the masks. The browser resamples images slightly differently.
test.skipIf(!testData).each(targets)(
  'the masks of three images in %s match the reference engine (needs ASSAY_TEST_DATA)',
  async (engine, referenceEngine, files) => {
    const subject = { kind: 'files', files: await Promise.all(files.map(fetchTestFile)) } as const;
    session = await openSession({ subject, engine, task: 'segmentation', options: { devices: ['wasm'], threads: 1 } });
    const masks = reference.filter((candidate) => candidate.engine === referenceEngine);
    expect(masks).toHaveLength(3);
    for (const { image, size, counts } of masks) {
      const { result } = await session.runTask(await fetchTestFile(image));
      const expected = decodeMask({ size: [size[0]!, size[1]!], counts });
      expect(scoreMasks(result as Segmentation, expected), image).toBeGreaterThanOrEqual(0.99);
    }
  },
);
