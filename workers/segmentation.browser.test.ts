import { afterEach, expect, inject, test } from 'vitest';
import { openSession, type SessionHandle } from '#bridge/handle.ts';
import type { TensorEngineId } from '#core/engines.ts';
import golden from '#tasks/segmentation/golden.json' with { type: 'json' };
import { pixelsOf, type RunLengths } from '#tasks/segmentation/run-lengths.ts';
import { score } from '#tasks/segmentation/score.ts';
import type { Segmentation } from '#tasks/segmentation/segmentation.ts';

const testData = inject('testData');
let session: SessionHandle;
afterEach(() => session?.close());

async function testFile(path: string): Promise<File> {
  const response = await fetch(`/@fs${testData}/${path}`);
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  return new File([await response.blob()], path.slice(path.lastIndexOf('/') + 1));
}

function maskOf({ size: [height, width], counts }: RunLengths): Segmentation {
  return { width, height, alpha: pixelsOf({ size: [height, width], counts }), classMap: null, classes: [] };
}

/** `human/selfie` is the TFLite model in another format. */
const cases = golden.flatMap((one) => {
  const size: RunLengths['size'] = [one.size[0]!, one.size[1]!];
  const wanted = { ...one, runtime: one.runtime as TensorEngineId, files: [one.model], size };
  if (one.runtime !== 'litert') return [wanted];
  return [wanted, { ...wanted, runtime: 'tfjs' as const, files: ['tfjs/human/selfie.json', 'tfjs/human/selfie.bin'] }];
});

// `golden.py` lists the engines that computed the masks. The browser resamples images slightly differently.
test.skipIf(!testData).each(cases)(
  'on $runtime, $files.0 separates $image like another engine (needs ASSAY_TEST_DATA)',
  async ({ runtime, files, image, size, counts }) => {
    const model = await Promise.all(files.map(testFile));
    const subject = { kind: 'files', files: model } as const;
    session = await openSession({ subject, runtime, task: 'segmentation', options: { devices: ['wasm'], threads: 1 } });
    const { result } = await session.runTask(await testFile(image));
    expect(score(result as Segmentation, maskOf({ size, counts }))).toBeGreaterThanOrEqual(0.99);
  },
);
