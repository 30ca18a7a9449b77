import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { median } from '#bench/statistics.ts';
import type { SessionHandle } from '#bridge/handle.ts';
import type { Timing } from '#core/task.ts';
import type { Figure } from './figure.ts';
import { openTransformersJs, serveClassifier, serveTransformersJs, type TransformersPage } from './transformers-js.ts';

const images = 20;
const rounds = 5;
/** Until the browser has compiled the engine to its top tier (method R3). */
const warmUpMs = 3000;
const most = { twoThreads: 0.75, byDefault: 0.45 };

/**
 * Between turns: an engine's second thread goes on spinning for up to 20 ms after a run (its CPU time, measured), and
 * would take a core from whoever comes next.
 */
const restMs = 60;

interface Sample {
  readonly ms: number;
  readonly label: string;
  readonly timing?: Timing;
}

/**
 * One image file to its class, in the app and in transformers.js: the same file and images, in turns. `floor` is
 * the shortest code that does it with the app's engine: a canvas and a bare onnxruntime-web session in a worker.
 */
export const figure: Figure = {
  title: 'Image classification end to end, mobilenetv2-int8, against transformers.js 4.3.1',
  target: `<= ${most.twoThreads}x of its 2 threads and <= ${most.byDefault}x of its default, on 2 threads`,
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
      const [app, floor] = [await bench.openLab(browser), await bench.openLab(browser)];
      await app.evaluate(openInApp, model);
      await floor.evaluate(openFloor, model);
      const sides = [
        sideOf('app', app, classifyInApp),
        sideOf('floor', floor, classifyOnFloor),
        sideOf('twoThreads', await openTransformersJs(bench, browser, 2), classifyInPeer),
        sideOf('byDefault', await openTransformersJs(bench, browser, null), classifyInPeer),
      ] as const;
      for (const side of sides) await warmUp(side, urls[0]!);
      for (let round = 0; round < rounds; round++) {
        for (const [at, url] of urls.entries()) {
          const first = at % sides.length;
          for (const side of [...sides.slice(first), ...sides.slice(0, first)]) await takeTurn(side, url);
        }
      }
      const [ours, bare, peer, peerByDefault] = sides;
      const value = ours.medianMs() / peer.medianMs();
      const againstDefault = ours.medianMs() / peerByDefault.medianMs();
      const timing = (part: keyof Timing) => median(ours.samples.map((sample) => sample.timing![part]));
      const sameLabel = ({ samples }: Side) =>
        samples.filter(({ label }, at) => label === ours.samples[at]!.label).length / samples.length;
      return {
        value,
        unit: 'x',
        isReached: value <= most.twoThreads && againstDefault <= most.byDefault,
        details: {
          againstDefault,
          floor: bare.medianMs() / peer.medianMs(),
          floorAgainstDefault: bare.medianMs() / peerByDefault.medianMs(),
          medianMs: Object.fromEntries(sides.map((side) => [side.name, side.medianMs()])),
          fastestMs: Object.fromEntries(
            sides.map(({ name, samples }) => [name, Math.min(...samples.map(({ ms }) => ms))]),
          ),
          app: { preMs: timing('preMs'), inferenceMs: timing('inferenceMs'), postMs: timing('postMs') },
          samples: ours.samples.length,
          sameLabel: { floor: sameLabel(bare), twoThreads: sameLabel(peer) },
        },
      };
    } finally {
      await browser.close();
    }
  },
};

interface Side {
  readonly name: string;
  readonly samples: Sample[];
  classify(url: string): Promise<Sample>;
  medianMs(): number;
}

function sideOf(name: string, page: Page, classify: (url: string) => Promise<Sample>): Side {
  const samples: Sample[] = [];
  const medianMs = () => median(samples.map(({ ms }) => ms));
  return { name, samples, classify: (url) => page.evaluate(classify, url), medianMs };
}

async function warmUp({ classify }: Side, url: string): Promise<void> {
  const endMs = performance.now() + warmUpMs;
  while (performance.now() < endMs) await classify(url);
}

async function takeTurn({ samples, classify }: Side, url: string): Promise<void> {
  await setTimeout(restMs);
  samples.push(await classify(url));
}

async function openInApp(url: string): Promise<void> {
  const { openSession } = globalThis.lab;
  const files = [new File([await (await fetch(url)).blob()], 'classifier.onnx')];
  const options = { devices: ['wasm'], threads: 2 } as const;
  const session = await openSession({
    subject: { kind: 'files', files },
    runtime: 'ort',
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

async function openFloor(url: string): Promise<void> {
  const worker = globalThis.lab.startBare();
  await worker.openClassifier(url, 2);
  Object.assign(globalThis, { worker });
}

async function classifyOnFloor(url: string): Promise<Sample> {
  const { worker } = globalThis as unknown as { worker: ReturnType<typeof globalThis.lab.startBare> };
  const image = await (await fetch(url)).blob();
  const startMs = performance.now();
  const index = await worker.classify(image);
  return { ms: performance.now() - startMs, label: globalThis.lab.imagenetLabels[index]! };
}

async function classifyInPeer(url: string): Promise<Sample> {
  const { transformersPage } = globalThis as unknown as { transformersPage: TransformersPage };
  const image = await (await fetch(url)).blob();
  const startMs = performance.now();
  const label = await transformersPage.classify(image);
  return { ms: performance.now() - startMs, label };
}
