import { openSession } from '#bridge/session-handle.ts';
import type { TensorEngineId } from '#core/engine/engines.ts';
import type { Classification } from '#tasks/image-classification/classification.ts';
import { imagenetLabels } from '#tasks/image-classification/imagenet-labels.ts';
import { fetchTestFile } from './test-file.fixture.ts';

/** Reads the table `file,class_index,synset,name`. Images that are missing in the folder are skipped. */
async function loadSamples(): Promise<readonly { image: File; label: string }[]> {
  const table = await (await fetchTestFile('data-imagenet200/labels.csv')).text();
  const loading = table
    .trim()
    .split('\n')
    .slice(1)
    .map(async (row) => {
      const [file, index] = row.split(',');
      return { image: await fetchTestFile(`data-imagenet200/${file}`), label: imagenetLabels[Number(index)]! };
    });
  return (await Promise.allSettled(loading)).flatMap((entry) => (entry.status === 'fulfilled' ? [entry.value] : []));
}

/**
 * Measures the top-1 accuracy on at least 100 samples.
 * @throws Error if there are fewer samples
 */
export async function measureImagenetAccuracy(engine: TensorEngineId, path: string): Promise<number> {
  const images = await loadSamples();
  if (images.length < 100) throw new Error(`${images.length} samples`);
  const subject = { kind: 'files', files: [await fetchTestFile(path)] } as const;
  const options = { devices: ['wasm'], threads: 1 } as const;
  const session = await openSession({ subject, engine, task: 'image-classification', options });
  try {
    let correct = 0;
    for (const { image, label } of images) {
      const { result } = await session.runTask(image);
      if ((result as readonly Classification[])[0]?.label === label) correct++;
    }
    return correct / images.length;
  } finally {
    session.close();
  }
}
