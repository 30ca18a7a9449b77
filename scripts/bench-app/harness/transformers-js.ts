import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { imagenetLabels } from '#tasks/image-classification/imagenet-labels.ts';
import { readOnnx } from '#formats/onnx/read-onnx.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { npm } from '../../install/npm.mjs';
import type { BenchHarness } from './bench.ts';
import { SkippedError } from './skipped-error.ts';

const version = '4.3.1';
/** The names that the library requires for a classifier's input and output. */
const [inputName, outputName] = ['pixel_values', 'logits'];

/** The part of the library's API that the page uses. The library is loaded from the server at run time. */
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

/** The interface of a page that runs the library. */
export interface TransformersPage {
  classify(image: Blob): Promise<string>;
}

/** Installs the library from the npm registry in a separate folder, as a reference that is not part of the app. */
export async function serveTransformersJs(bench: BenchHarness): Promise<void> {
  const folder = join(bench.scratch, 'transformers-js');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true}');
  bench.log(`Fetching @huggingface/transformers ${version}`);
  try {
    await npm(folder, ['install', '--no-save', `@huggingface/transformers@${version}`], 'transformers.js');
  } catch (error) {
    throw new SkippedError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  bench.serve(join(folder, 'node_modules', '@huggingface', 'transformers', 'dist'), 'transformers-js/library');
  bench.serve(join(folder, 'node_modules', 'onnxruntime-web', 'dist'), 'transformers-js/engine');
}

/**
 * Serves an ImageNet classifier in the library's layout. The library finds inputs by name, so the graph's are renamed.
 * @returns the URL of the ONNX file
 */
export function serveClassifier(bench: BenchHarness, path: string): string {
  const folder = join(bench.scratch, 'classifier');
  mkdirSync(join(folder, 'onnx'), { recursive: true });
  const writeJson = (name: string, content: object) => writeFileSync(join(folder, name), JSON.stringify(content));
  writeJson('config.json', { model_type: 'mobilenet_v2', id2label: { ...imagenetLabels } });
  writeJson('preprocessor_config.json', {
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
  writeFileSync(join(folder, 'onnx', 'model.onnx'), addRequiredNames(readFileSync(path)));
  bench.serve(folder, 'transformers-js/models/classifier');
  return bench.serve(join(folder, 'onnx', 'model.onnx'), 'classifier.onnx');
}

/**
 * Opens a page that runs the library.
 * @param threads `null` for the library's default
 */
export async function openTransformersJs(bench: BenchHarness, browser: Browser, threads: number | null): Promise<Page> {
  const page = await bench.openLab(browser);
  await page.evaluate(async (threads) => {
    const resolve = (path: string) => new URL(path, location.href).href;
    const { env, pipeline, RawImage } = (await import(
      resolve('transformers-js/library/transformers.min.js')
    )) as Library;
    Object.assign(env, {
      allowRemoteModels: false,
      allowLocalModels: true,
      localModelPath: '/transformers-js/models/',
    });
    Object.assign(env, { useBrowserCache: false, useWasmCache: false });
    const { wasm } = env.backends.onnx;
    const file = 'transformers-js/engine/ort-wasm-simd-threaded.asyncify'; // the build that the library fetches by default
    wasm.wasmPaths = { mjs: resolve(`${file}.mjs`), wasm: resolve(`${file}.wasm`) };
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

function addRequiredNames(bytes: Uint8Array): Uint8Array {
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
