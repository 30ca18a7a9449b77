import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { imagenetLabels } from '#tasks/image-classification/imagenet-labels.ts';
import { readOnnx } from '#formats/onnx/read.ts';
import { writeOnnx } from '#formats/onnx/write.ts';
import { npm } from '../install/npm.mjs';
import type { Bench } from './bench.ts';
import { Skip } from './skip.ts';

const version = '4.3.1';
/** Its own names for a classifier's input and output. */
const [inputName, outputName] = ['pixel_values', 'logits'];

/** The one interface of the library that is used, loaded from the server at run time. */
interface Library {
  readonly env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    useBrowserCache: boolean;
    useWasmCache: boolean;
    readonly backends: { readonly onnx: { readonly wasm: { wasmPaths: object; numThreads?: number } } };
  };
  readonly RawImage: { fromBlob(blob: Blob): Promise<unknown> };
  pipeline(task: string, model: string, options: object): Promise<Classify>;
}
type Classify = (image: unknown, options: object) => Promise<{ readonly label: string }[]>;

/** What a page of the library has ready. */
export interface TransformersPage {
  classify(image: Blob): Promise<string>;
}

/** The library from the npm registry, in a folder of its own: a peer to measure against, never a part of the app. */
export async function serveTransformersJs(bench: Bench): Promise<void> {
  const folder = join(bench.scratch, 'transformers-js');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  bench.say(`Fetching @huggingface/transformers ${version}`);
  try {
    await npm(folder, ['install', '--no-save', `@huggingface/transformers@${version}`], 'transformers.js');
  } catch (thrown) {
    throw new Skip(thrown instanceof Error ? thrown.message : String(thrown), { cause: thrown });
  }
  bench.serve(join(folder, 'node_modules', '@huggingface', 'transformers', 'dist'), 'peer/library');
  bench.serve(join(folder, 'node_modules', 'onnxruntime-web', 'dist'), 'peer/engine');
}

/**
 * Lays out a classifier of ImageNet as the library wants it. It knows inputs by name, so the graph's are renamed.
 * @returns the address of the ONNX file
 */
export function serveClassifier(bench: Bench, path: string): string {
  const folder = join(bench.scratch, 'classifier');
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const json = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  json('config.json', { model_type: 'mobilenet_v2', id2label: { ...imagenetLabels } });
  json('preprocessor_config.json', {
    image_processor_type: 'MobileNetV2FeatureExtractor',
    do_resize: true,
    size: { shortest_edge: 256 },
    do_center_crop: true,
    crop_size: { height: 224, width: 224 },
    do_rescale: true,
    do_normalize: true,
    resample: 2, // bilinear
    image_mean: [0.485, 0.456, 0.406],
    image_std: [0.229, 0.224, 0.225],
  });
  writeFileSync(join(folder, 'onnx', 'model.onnx'), renamed(readFileSync(path)));
  bench.serve(folder, 'peer/models/classifier');
  return bench.serve(join(folder, 'onnx', 'model.onnx'), 'classifier.onnx');
}

/** @param threads null: as many as it takes by itself */
export async function openTransformersJs(bench: Bench, browser: Browser, threads: number | null): Promise<Page> {
  const page = await bench.openLab(browser);
  await page.evaluate(async (threads) => {
    const at = (path: string) => new URL(path, location.href).href;
    const { env, pipeline, RawImage } = (await import(at('peer/library/transformers.min.js'))) as Library;
    Object.assign(env, { allowRemoteModels: false, allowLocalModels: true, localModelPath: '/peer/models/' });
    Object.assign(env, { useBrowserCache: false, useWasmCache: false });
    const { wasm } = env.backends.onnx;
    const file = 'peer/engine/ort-wasm-simd-threaded.asyncify'; // the build that it fetches by itself
    wasm.wasmPaths = { mjs: at(`${file}.mjs`), wasm: at(`${file}.wasm`) };
    if (threads !== null) wasm.numThreads = threads;
    const classifier = await pipeline('image-classification', 'classifier', { device: 'wasm', dtype: 'fp32' });
    const classify = async (image: Blob) => {
      const [best] = await classifier(await RawImage.fromBlob(image), { top_k: 10 });
      return best?.label ?? '';
    };
    Object.assign(globalThis, { transformersPage: { classify } satisfies TransformersPage });
  }, threads);
  return page;
}

function renamed(bytes: Uint8Array): Uint8Array {
  const model = readOnnx(bytes);
  const graph = model.graph!;
  const names = new Map([
    [graph.inputs[0]!.name, inputName],
    [graph.outputs[0]!.name, outputName],
  ]);
  for (const list of [graph.inputs, graph.outputs, graph.valueInfos])
    for (const value of list) value.name = names.get(value.name) ?? value.name;
  for (const node of graph.nodes) {
    node.inputs = node.inputs.map((name) => names.get(name) ?? name);
    node.outputs = node.outputs.map((name) => names.get(name) ?? name);
  }
  return writeOnnx(model);
}
