import { median } from '#statistics/quantiles.ts';
import type { BenchHarness } from './bench.ts';
import { UnattachedPage } from './unattached-page.ts';
import { readRendererMemory } from './renderer-memory.ts';

/**
 * The renderer's peak memory while it opens a stored file and produces a first answer, in bytes. `private` is the
 * memory footprint as defined by Chromium (crbug.com/707019), without the pages of the browser's executable, which its
 * processes share. Linux records only the peak of all resident pages, so the file-backed pages that were resident
 * before opening are subtracted. Pages mapped during opening are not, so the value is an upper bound.
 */
interface OpeningMemory {
  readonly private: number;
  readonly resident: number;
}

/**
 * Measures a new browser each time, whose profile contains the file.
 * @param job a job of `lab/unattached.ts` that reports `ready`, and then `answer`
 * @returns the medians, and the private memory of each repeat
 */
export async function measureOpeningMemory(
  bench: BenchHarness,
  url: string,
  job: string,
  answer: string,
  repeats: number,
): Promise<OpeningMemory & { readonly samples: readonly number[] }> {
  const profile = bench.newProfile();
  await runInPage(bench, profile, 'download', url, (page) => expectMessage(page, 'stored'));
  const measurements: OpeningMemory[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    measurements.push(
      await runInPage(bench, profile, job, url, async (page) => {
        await expectMessage(page, 'ready');
        const { mappedBytes } = readRendererMemory(page.browserPid);
        await expectMessage(page, answer);
        const { peakBytes } = readRendererMemory(page.browserPid);
        return { private: peakBytes - mappedBytes, resident: peakBytes };
      }),
    );
  }
  const samples = measurements.map((memory) => memory.private);
  return { private: median(samples), resident: median(measurements.map((memory) => memory.resident)), samples };
}

async function runInPage<T>(
  bench: BenchHarness,
  profile: string,
  job: string,
  file: string,
  work: (page: UnattachedPage) => Promise<T>,
): Promise<T> {
  const page = await UnattachedPage.open(bench, job, { file }, profile);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

async function expectMessage(page: UnattachedPage, expected: string): Promise<void> {
  const message = await page.next();
  if (message !== expected) throw new Error(`expected "${expected}" from the page, got "${message}"`);
}
