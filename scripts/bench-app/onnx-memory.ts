import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { median } from '#bench/statistics.ts';
import type { Bench } from './bench.ts';
import type { Figure } from './figure.ts';
import { largeOnnx } from './large-onnx.ts';
import { rendererMemory } from './renderer-memory.ts';

const repeats = 5;
const most = 2.6;

/** How far opening a large file and running it drives the renderer's memory, against the file's size. */
export const figure: Figure = {
  title: '400 MB ONNX: peak renderer memory / size',
  target: `<= ${most}x`,
  async measure(bench) {
    const path = largeOnnx(bench.scratch);
    const { size } = statSync(path);
    const ours: number[] = [];
    for (let repeat = 0; repeat < repeats; repeat++) ours.push((await peakBytes(bench, path, openHere)) / size);
    const whole = (await peakBytes(bench, path, openWhole)) / size;
    const value = median(ours);
    return { value, unit: 'x', isReached: value <= most, details: { samples: ours, wholeFileInOneBuffer: whole } };
  },
};

async function peakBytes(bench: Bench, path: string, open: (page: Page) => Promise<void>): Promise<number> {
  const browser = await bench.launch();
  try {
    const page = await bench.openLab(browser);
    await page.setInputFiles('input', path);
    await open(page);
    return (await rendererMemory(browser)).peakBytes;
  } finally {
    await browser.close();
  }
}

function openHere(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const { files, openSession, seededInputs } = globalThis.lab;
    const subject = { kind: 'files', files: files() } as const;
    const session = await openSession({ subject, runtime: 'ort', options: { devices: ['wasm'], threads: 1 } });
    await session.run(seededInputs(session.opened.facts.inputs));
  });
}

/** The plain way, for comparison. */
function openWhole(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const { files, startBare } = globalThis.lab;
    await startBare().openWhole(files()[0]!);
  });
}
