import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { SessionHandle } from '#bridge/session-handle.ts';
import { median } from '#statistics/quantiles.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import {
  openTransformersJs,
  serveClassifier,
  serveTransformersJs,
  type TransformersPage,
} from '../harness/transformers-js.ts';

const images = 200;
const rounds = 3;
const max = { ratio: 0.75, overhead: 0.05 };

/** The time of a pass over all images, and the first prediction for each. */
interface Pass {
  readonly ms: number;
  readonly labels: readonly string[];
}

/**
 * Evaluates image files in the app, and the same files sequentially in transformers.js and in `floor`: the shortest
 * code that decodes an image and runs the model on the app's engine, without hashes and scores.
 */
export const benchmark: PerfBenchmark = {
  title: 'Evaluation of up to 200 ImageNet pictures, mobilenetv2-int8, against transformers.js 4.3.1, 2 threads',
  target: `<= ${max.ratio}x its time with the same answers, and <= ${1 + max.overhead}x decode + session.run`,
  async measure(bench) {
    const folder = bench.testData('data-imagenet200');
    const model = serveClassifier(bench, bench.testData('onnx-classify/mobilenetv2-12-int8.onnx'));
    await serveTransformersJs(bench);
    const urls = readdirSync(folder)
      .filter((name) => name.endsWith('.JPEG'))
      .slice(0, images)
      .map((name) => bench.serve(join(folder, name), `images/${name}`));
    const browser = await bench.launch();
    try {
      const [appPage, floorPage] = [await bench.openLab(browser), await bench.openLab(browser)];
      const transformersPage = await openTransformersJs(bench, browser, 2);
      await appPage.evaluate(openInApp, model);
      await floorPage.evaluate(openBaseline, model);
      const runners = [
        createRunner(appPage, evaluateInApp),
        createRunner(floorPage, classifyInBaseline),
        createRunner(transformersPage, classifyInTransformersJs),
      ] as const;
      // The first pass is the warm-up, and fetches the images into the page.
      for (let round = 0; round <= rounds; round++)
        for (const runner of round % 2 === 0 ? runners : runners.toReversed()) await runner.runPass(urls, round > 0);
      const [app, floor, transformersJs] = runners;
      const ratio = app.medianMs() / transformersJs.medianMs();
      const overhead = app.medianMs() / floor.medianMs() - 1;
      const computeSameFraction = (other: Runner) =>
        app.labels().filter((label, index) => label === other.labels()[index]).length / urls.length;
      return {
        value: ratio,
        unit: 'x',
        isReached: ratio <= max.ratio && overhead <= max.overhead,
        details: {
          images: urls.length,
          overhead,
          msPerImage: {
            app: app.medianMs() / urls.length,
            floor: floor.medianMs() / urls.length,
            transformersJs: transformersJs.medianMs() / urls.length,
          },
          sameAnswers: { floor: computeSameFraction(floor), transformersJs: computeSameFraction(transformersJs) },
        },
      };
    } finally {
      await browser.close();
    }
  },
};

interface Runner {
  runPass(urls: readonly string[], isCounted: boolean): Promise<void>;
  medianMs(): number;
  labels(): readonly string[];
}

function createRunner(page: Page, run: (urls: readonly string[]) => Promise<Pass>): Runner {
  const passes: Pass[] = [];
  return {
    async runPass(urls, isCounted) {
      const pass = await page.evaluate(run, urls);
      if (isCounted) passes.push(pass);
    },
    medianMs: () => median(passes.map(({ ms }) => ms)),
    labels: () => passes[0]?.labels ?? [],
  };
}

async function openInApp(url: string): Promise<void> {
  const files = [new File([await (await fetch(url)).blob()], 'classifier.onnx')];
  const session = await globalThis.lab.openSession({
    subject: { kind: 'files', files },
    engine: 'ort',
    options: { devices: ['wasm'], threads: 2 },
    task: 'image-classification',
  });
  Object.assign(globalThis, { session });
}

async function evaluateInApp(urls: readonly string[]): Promise<Pass> {
  const { session } = globalThis as unknown as { session: SessionHandle };
  const files = await Promise.all(urls.map(async (url) => new File([await (await fetch(url)).blob()], url)));
  const blockItems = 32; // about half a second, as in the app
  const labels: string[] = [];
  const startMs = performance.now();
  for (let start = 0; start < files.length; start += blockItems) {
    const block = files.slice(start, start + blockItems);
    const items = block.map((file) => ({
      path: file.name,
      file,
      truth: { kind: 'class', label: 'tench' } as const,
    }));
    for (const item of await session.evaluate(items)) {
      const outcome = ('error' in item ? null : item.outcome) as { readonly predictions: readonly string[] } | null;
      labels.push(outcome?.predictions[0] ?? '');
    }
  }
  return { ms: performance.now() - startMs, labels };
}

async function openBaseline(url: string): Promise<void> {
  const worker = globalThis.lab.startBaseline();
  await worker.openClassifier(url, 2);
  Object.assign(globalThis, { worker });
}

async function classifyInBaseline(urls: readonly string[]): Promise<Pass> {
  const { worker } = globalThis as unknown as { worker: ReturnType<typeof globalThis.lab.startBaseline> };
  const files = await Promise.all(urls.map(async (url) => (await fetch(url)).blob()));
  const labels: string[] = [];
  const startMs = performance.now();
  for (const file of files) labels.push(globalThis.lab.imagenetLabels[await worker.classify(file)]!);
  return { ms: performance.now() - startMs, labels };
}

async function classifyInTransformersJs(urls: readonly string[]): Promise<Pass> {
  const { transformersPage } = globalThis as unknown as { transformersPage: TransformersPage };
  const files = await Promise.all(urls.map(async (url) => (await fetch(url)).blob()));
  const labels: string[] = [];
  const startMs = performance.now();
  for (const file of files) labels.push(await transformersPage.classify(file));
  return { ms: performance.now() - startMs, labels };
}
