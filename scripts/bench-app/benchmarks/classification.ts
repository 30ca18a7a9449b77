import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { median } from '#statistics/quantiles.ts';
import type { SessionHandle } from '#bridge/session-handle.ts';
import type { Timing } from '#core/task/task.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import {
  openTransformersJs,
  serveClassifier,
  serveTransformersJs,
  type TransformersPage,
} from '../harness/transformers-js.ts';

const images = 20;
const rounds = 5;
/** The time in which the browser compiles the engine with its optimising compiler (R3). */
const warmUpMs = 3000;
const maxRatio = { twoThreads: 0.75, byDefault: 0.45 };

/**
 * The pause between samples in milliseconds. An engine's second thread spins for up to 20 ms after a run (measured by
 * its CPU time), and would use a core of the next sample.
 */
const pauseMs = 60;

interface Sample {
  readonly ms: number;
  readonly label: string;
  readonly timing?: Timing;
}

/**
 * Measures the time from image file to class, in the app and in transformers.js, with the same model and images,
 * interleaved. `floor` is the shortest code for it with the app's engine: a canvas and an onnxruntime-web session in a
 * worker.
 */
export const benchmark: PerfBenchmark = {
  title: 'Image classification end to end, mobilenetv2-int8, against transformers.js 4.3.1',
  target: `<= ${maxRatio.twoThreads}x of its 2 threads and <= ${maxRatio.byDefault}x of its default, on 2 threads`,
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
      await appPage.evaluate(openInApp, model);
      await floorPage.evaluate(openBaseline, model);
      const runners = [
        createRunner('app', appPage, classifyInApp),
        createRunner('floor', floorPage, classifyInBaseline),
        createRunner('twoThreads', await openTransformersJs(bench, browser, 2), classifyInTransformersJs),
        createRunner('byDefault', await openTransformersJs(bench, browser, null), classifyInTransformersJs),
      ] as const;
      for (const runner of runners) await warmUp(runner, urls[0]!);
      for (let round = 0; round < rounds; round++) {
        for (const [index, url] of urls.entries()) {
          const first = index % runners.length;
          for (const runner of [...runners.slice(first), ...runners.slice(0, first)]) await takeSample(runner, url);
        }
      }
      const [app, floor, twoThreads, byDefault] = runners;
      const value = app.medianMs() / twoThreads.medianMs();
      const againstDefault = app.medianMs() / byDefault.medianMs();
      const medianTiming = (part: keyof Timing) => median(app.samples.map((sample) => sample.timing![part]));
      const computeSameFraction = ({ samples }: Runner) =>
        samples.filter(({ label }, index) => label === app.samples[index]!.label).length / samples.length;
      return {
        value,
        unit: 'x',
        isReached: value <= maxRatio.twoThreads && againstDefault <= maxRatio.byDefault,
        details: {
          againstDefault,
          floor: floor.medianMs() / twoThreads.medianMs(),
          floorAgainstDefault: floor.medianMs() / byDefault.medianMs(),
          medianMs: Object.fromEntries(runners.map((runner) => [runner.name, runner.medianMs()])),
          fastestMs: Object.fromEntries(
            runners.map(({ name, samples }) => [name, Math.min(...samples.map(({ ms }) => ms))]),
          ),
          app: {
            preMs: medianTiming('preMs'),
            inferenceMs: medianTiming('inferenceMs'),
            postMs: medianTiming('postMs'),
          },
          samples: app.samples.length,
          sameLabel: { floor: computeSameFraction(floor), twoThreads: computeSameFraction(twoThreads) },
        },
      };
    } finally {
      await browser.close();
    }
  },
};

interface Runner {
  readonly name: string;
  readonly samples: Sample[];
  classify(url: string): Promise<Sample>;
  medianMs(): number;
}

function createRunner(name: string, page: Page, classify: (url: string) => Promise<Sample>): Runner {
  const samples: Sample[] = [];
  const medianMs = () => median(samples.map(({ ms }) => ms));
  return { name, samples, classify: (url) => page.evaluate(classify, url), medianMs };
}

async function warmUp({ classify }: Runner, url: string): Promise<void> {
  const endMs = performance.now() + warmUpMs;
  while (performance.now() < endMs) await classify(url);
}

async function takeSample({ samples, classify }: Runner, url: string): Promise<void> {
  await setTimeout(pauseMs);
  samples.push(await classify(url));
}

async function openInApp(url: string): Promise<void> {
  const { openSession } = globalThis.lab;
  const files = [new File([await (await fetch(url)).blob()], 'classifier.onnx')];
  const options = { devices: ['wasm'], threads: 2 } as const;
  const session = await openSession({
    subject: { kind: 'files', files },
    engine: 'ort',
    options,
    task: 'image-classification',
  });
  Object.assign(globalThis, { session });
}

async function classifyInApp(url: string): Promise<Sample> {
  const { session } = globalThis as unknown as { session: SessionHandle };
  const image = await (await fetch(url)).blob();
  const startMs = performance.now();
  const { result, timing } = await session.runTask(image);
  const ms = performance.now() - startMs;
  return { ms, label: (result as { label: string }[])[0]!.label, timing };
}

async function openBaseline(url: string): Promise<void> {
  const worker = globalThis.lab.startBaseline();
  await worker.openClassifier(url, 2);
  Object.assign(globalThis, { worker });
}

async function classifyInBaseline(url: string): Promise<Sample> {
  const { worker } = globalThis as unknown as { worker: ReturnType<typeof globalThis.lab.startBaseline> };
  const image = await (await fetch(url)).blob();
  const startMs = performance.now();
  const index = await worker.classify(image);
  return { ms: performance.now() - startMs, label: globalThis.lab.imagenetLabels[index]! };
}

async function classifyInTransformersJs(url: string): Promise<Sample> {
  const { transformersPage } = globalThis as unknown as { transformersPage: TransformersPage };
  const image = await (await fetch(url)).blob();
  const startMs = performance.now();
  const label = await transformersPage.classify(image);
  return { ms: performance.now() - startMs, label };
}
