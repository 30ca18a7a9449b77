import { existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { llamaBytes } from '#runtimes/wllama/counting-llama.fixture.ts';
import type { Figure } from './figure.ts';
import { openingMemory } from './opening-memory.ts';

const repeats = 5;
const most = 1.6;
/** Each layer has 4 matrices of 1,024 x 1,024 and 3 of 1,024 x 4,096, in float32: 67 MB. */
const size = { width: 1024, hidden: 4096, layers: 6 };

/**
 * How far opening a large file and writing a few words drives the renderer's private memory, against the file's size.
 * Beside the weights are keys and values (0.12), and what the browser and the engine take for any model.
 */
export const figure: Figure = {
  title: '400 MB GGUF: peak private memory of the renderer / size',
  target: `<= ${most}x`,
  async measure(bench) {
    const path = join(bench.scratch, 'large.gguf');
    if (!existsSync(path)) writeFileSync(path, llamaBytes(size));
    const bytes = statSync(path).size;
    const memory = await openingMemory(bench, bench.serve(path, 'large.gguf'), 'write', 'bcde', repeats);
    const value = memory.private / bytes;
    const details = {
      samples: memory.samples.map((sample) => sample / bytes),
      withSharedPages: memory.resident / bytes,
      bytes,
    };
    return { value, unit: 'x', isReached: value <= most, details };
  },
};
