import { statSync } from 'node:fs';
import type { Figure } from './figure.ts';
import { largeOnnx } from './large-onnx.ts';
import { openingMemory } from './opening-memory.ts';

const repeats = 5;
const most = 2.6;

/** How far opening a large file and running it drives the renderer's private memory, against the file's size. */
export const figure: Figure = {
  title: '400 MB ONNX: peak private memory of the renderer / size',
  target: `<= ${most}x`,
  async measure(bench) {
    const path = largeOnnx(bench.scratch);
    const { size } = statSync(path);
    const url = bench.serve(path, 'large.onnx');
    const ours = await openingMemory(bench, url, 'run', 'done', repeats);
    const whole = await openingMemory(bench, url, 'runWhole', 'done', 1);
    const value = ours.private / size;
    const details = {
      samples: ours.samples.map((sample) => sample / size),
      withSharedPages: ours.resident / size,
      wholeFileInOneBuffer: whole.private / size,
      wholeFileWithSharedPages: whole.resident / size,
    };
    return { value, unit: 'x', isReached: value <= most, details };
  },
};
