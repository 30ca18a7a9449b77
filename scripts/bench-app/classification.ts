import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { median } from '#bench/statistics.ts';
import type { SessionHandle } from '#bridge/handle.ts';
import type { Timing } from '#core/task.ts';
import type { Figure } from './figure.ts';
import type { Lab } from './lab/lab.ts';
import { openTransformersJs, serveClassifier, serveTransformersJs, type TransformersPage } from './transformers-js.ts';

const pictures = 20;
const rounds = 5;
/** Until the browser has compiled the engine to its top tier (method R3). */
const warmUpMs = 3000;
const most = { twoThreads: 0.75, byDefault: 0.45 };

interface Sample {
  readonly ms: number;
  readonly label: string;
  readonly timing?: Timing;
}

/** One picture file to its class, in the app and in transformers.js: the same file and pictures, in turns. */
export const figure: Figure = {
  title: 'Image classification end to end, mobilenetv2-int8, against transformers.js 4.3.1',
  target: `<= ${most.twoThreads}x of its 2 threads and <= ${most.byDefault}x of its default, on 2 threads`,
  async measure(bench) {
    const folder = bench.testData('data-imagenet200');
    const model = serveClassifier(bench, bench.testData('onnx-classify/mobilenetv2-12-int8.onnx'));
    await serveTransformersJs(bench);
    const urls = readdirSync(folder)
      .filter((name) => name.endsWith('.JPEG'))
      .slice(0, pictures)
      .map((name) => bench.serve(join(folder, name), `pictures/${name}`));
    const browser = await bench.launch();
    try {
      const app = await bench.openLab(browser);
      await app.evaluate(openInApp, model);
      const sides = [
        { name: 'app', page: app, classify: classifyInApp },
        { name: 'twoThreads', page: await openTransformersJs(bench, browser, 2), classify: classifyInPeer },
        { name: 'byDefault', page: await openTransformersJs(bench, browser, null), classify: classifyInPeer },
      ] as const;
      const samples: Record<string, Sample[]> = { app: [], twoThreads: [], byDefault: [] };
      for (const { page, classify } of sides) await warmUp(page, classify, urls[0]!);
      for (let round = 0; round < rounds; round++) {
        for (const url of urls) {
          for (const { name, page, classify } of sides) samples[name]!.push(await page.evaluate(classify, url));
        }
      }
      const msOf = (name: string) => median(samples[name]!.map(({ ms }) => ms));
      const fastest = (name: string) => Math.min(...samples[name]!.map(({ ms }) => ms));
      const value = msOf('app') / msOf('twoThreads');
      const againstDefault = msOf('app') / msOf('byDefault');
      const timing = (part: keyof Timing) => median(samples['app']!.map((sample) => sample.timing![part]));
      const agreeing = samples['app']!.filter(({ label }, at) => label === samples['twoThreads']![at]!.label).length;
      return {
        value,
        unit: 'x',
        isReached: value <= most.twoThreads && againstDefault <= most.byDefault,
        details: {
          againstDefault,
          medianMs: { app: msOf('app'), twoThreads: msOf('twoThreads'), byDefault: msOf('byDefault') },
          fastestMs: { app: fastest('app'), twoThreads: fastest('twoThreads'), byDefault: fastest('byDefault') },
          app: { preMs: timing('preMs'), inferenceMs: timing('inferenceMs'), postMs: timing('postMs') },
          samples: rounds * urls.length,
          sameLabel: agreeing / (rounds * urls.length),
        },
      };
    } finally {
      await browser.close();
    }
  },
};

async function warmUp(page: Page, classify: (url: string) => Promise<Sample>, url: string): Promise<void> {
  const endMs = performance.now() + warmUpMs;
  while (performance.now() < endMs) await page.evaluate(classify, url);
}

async function openInApp(url: string): Promise<void> {
  const { openSession } = (globalThis as unknown as { lab: Lab }).lab;
  const files = [new File([await (await fetch(url)).blob()], 'classifier.onnx')];
  const options = { devices: ['wasm'], threads: 2 } as const;
  const session = await openSession({ subject: { kind: 'files', files }, runtime: 'ort', options });
  Object.assign(globalThis, { session });
}

async function classifyInApp(url: string): Promise<Sample> {
  const { session } = globalThis as unknown as { session: SessionHandle };
  const picture = await (await fetch(url)).blob();
  const startMs = performance.now();
  const { result, timing } = await session.runTask('image-classification', picture);
  const ms = performance.now() - startMs;
  return { ms, label: (result as { label: string }[])[0]!.label, timing };
}

async function classifyInPeer(url: string): Promise<Sample> {
  const { transformersPage } = globalThis as unknown as { transformersPage: TransformersPage };
  const picture = await (await fetch(url)).blob();
  const startMs = performance.now();
  const label = await transformersPage.classify(picture);
  return { ms: performance.now() - startMs, label };
}
