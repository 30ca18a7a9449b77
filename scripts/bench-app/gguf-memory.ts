import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { median } from '#bench/statistics.ts';
import { llamaBytes } from '#runtimes/wllama/tiny-llama.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { rendererMemory } from './renderer-memory.ts';

const repeats = 5;
const most = 1.6;
/** Each layer has 4 matrices of 1,024 x 1,024 and 3 of 1,024 x 4,096, in float32: 67 MB. */
const size = { width: 1024, hidden: 4096, layers: 6 };

/**
 * How far opening a large file and writing a few words drives the renderer's memory, against the file's size. What is
 * beside the weights: keys and values (0.12), pages of the browser's own program, which its processes share
 * (`mappedFiles`), and until the first words the buffers that wllama reads weights in, which wait for the garbage collector.
 */
export const figure: Figure = {
  title: '400 MB GGUF: peak renderer memory / size',
  target: `<= ${most}x`,
  async measure(bench) {
    const path = join(bench.scratch, 'large.gguf');
    if (!existsSync(path)) writeFileSync(path, llamaBytes(size));
    const bytes = statSync(path).size;
    const samples: number[] = [];
    const mapped: number[] = [];
    const resident: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) {
      const memory = await memoryOf(bench, path);
      samples.push(memory.peakBytes / bytes);
      mapped.push(memory.mappedBytes / bytes);
      resident.push(memory.residentBytes / bytes);
    }
    const value = median(samples);
    const details = { samples, mappedFiles: median(mapped), residentAfterFirstWords: median(resident), bytes };
    return { value, unit: 'x', isReached: value <= most, details };
  },
};

async function memoryOf(bench: Bench, path: string) {
  const browser = await bench.launch();
  try {
    const page = await bench.openLab(browser);
    await page.setInputFiles('input', path);
    const text = await page.evaluate(async () => {
      const { files, openTextSession } = globalThis.lab;
      const subject = { kind: 'files', files: files() } as const;
      const options = { devices: ['wasm'], threads: 1 } as const;
      const session = await openTextSession({ subject, runtime: 'wllama', options });
      const answer = session.generate({ prompt: 'a', maxTokens: 4, temperature: 0 });
      let text = '';
      for (let step = await answer.next(); !step.done; step = await answer.next()) text += step.value;
      return text;
    });
    if (text !== 'bcde') throw new Error(`the model wrote "${text}"`);
    return await rendererMemory(browser);
  } finally {
    await browser.close();
  }
}
