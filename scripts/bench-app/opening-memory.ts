import { median } from '#bench/statistics.ts';
import type { Bench } from './bench.ts';
import { LonePage } from './lone-page.ts';
import { rendererMemory } from './renderer-memory.ts';

/**
 * How far opening a kept file and a first answer drive the renderer's memory, in bytes, at the highest. `private` is what
 * Chromium itself calls a process's memory footprint (crbug.com/707019): without the pages of the browser's program,
 * which its processes share. Linux keeps the highest of all that is resident; the program's pages that were there before
 * the opening are taken from it, and those that came with it are left in, so it is rather too high than too low.
 */
interface OpeningMemory {
  readonly private: number;
  readonly resident: number;
}

/**
 * Of a fresh browser each time, whose profile keeps the file.
 * @param job one of `lab/alone.ts` that tells `ready`, and then `answer`
 * @returns the medians, and the private one of each time
 */
export async function openingMemory(
  bench: Bench,
  url: string,
  job: string,
  answer: string,
  repeats: number,
): Promise<OpeningMemory & { readonly samples: readonly number[] }> {
  const profile = bench.newProfile();
  await inPage(bench, profile, 'keep', url, (page) => heard(page, 'kept'));
  const taken: OpeningMemory[] = [];
  for (let repeat = 0; repeat < repeats; repeat++) {
    taken.push(
      await inPage(bench, profile, job, url, async (page) => {
        await heard(page, 'ready');
        const { mappedBytes } = rendererMemory(page.browserPid);
        await heard(page, answer);
        const { peakBytes } = rendererMemory(page.browserPid);
        return { private: peakBytes - mappedBytes, resident: peakBytes };
      }),
    );
  }
  const samples = taken.map((memory) => memory.private);
  return { private: median(samples), resident: median(taken.map((memory) => memory.resident)), samples };
}

async function inPage<T>(
  bench: Bench,
  profile: string,
  job: string,
  file: string,
  work: (page: LonePage) => Promise<T>,
): Promise<T> {
  const page = await LonePage.open(bench, job, { file }, profile);
  try {
    return await work(page);
  } finally {
    await page.close();
  }
}

async function heard(page: LonePage, expected: string): Promise<void> {
  const outcome = await page.next();
  if (outcome !== expected) throw new Error(`the page told "${outcome}" where "${expected}" was due`);
}
