import { LogLevel, Wllama } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { expose } from 'comlink';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { workloads } from '#bench/workloads/index.ts';
import type { Tensors } from '#core/tensor.ts';
import { loadBuild, type OrtLibrary } from '#runtimes/ort/builds.ts';

/** The conv workload, opened by `openConv`. */
let conv: { readonly session: InferenceSession; readonly feeds: Record<string, Tensor> } | undefined;

/** The classifier of images opened by `openClassifier`. */
let classifier:
  | {
      readonly library: OrtLibrary;
      readonly session: InferenceSession;
      readonly context: OffscreenCanvasRenderingContext2D;
    }
  | undefined;

/** What classifiers of ImageNet want: the middle of the image, each channel less its mean and by its deviation. */
const imagenet = { side: 224, shorterSide: 256, mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] };

/** The language model opened by `openText`. */
let text: Wllama | undefined;

/** What the app's ways are held against: the shortest code that does the same. */
const bare = {
  /** Opens an ONNX file as most pages do: its bytes in one buffer, handed to the library. */
  async openWhole(file: Blob): Promise<void> {
    const library = await loadBuild('wasm');
    await library.InferenceSession.create(new Uint8Array(await file.arrayBuffer()));
  },

  /** The library's own session of the conv workload, one thread. */
  async openConv(inputs: Tensors): Promise<void> {
    const library = await loadBuild('wasm');
    library.env.wasm.numThreads = 1;
    const session = await library.InferenceSession.create(workloads.conv.build());
    const feeds: Record<string, Tensor> = {};
    for (const [name, { data, shape }] of Object.entries(inputs)) {
      feeds[name] = new library.Tensor('float32', data as Float32Array, shape);
    }
    conv = { session, feeds };
  },

  /** @returns milliseconds of each run */
  async runConv(runs: number): Promise<number[]> {
    if (!conv) throw new Error('openConv comes first');
    const { session, feeds } = conv;
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const startMs = performance.now();
      await session.run(feeds);
      times.push(performance.now() - startMs);
    }
    return times;
  },

  /** A classifier of ImageNet with one input and one output. */
  async openClassifier(url: string, threads: number): Promise<void> {
    const library = await loadBuild('wasm');
    library.env.wasm.numThreads = threads;
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const canvas = new OffscreenCanvas(imagenet.side, imagenet.side);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    classifier = { library, session: await library.InferenceSession.create(bytes), context };
  },

  /** @returns the index of the likeliest class */
  async classify(image: Blob): Promise<number> {
    if (!classifier) throw new Error('openClassifier comes first');
    const { library, session, context } = classifier;
    const { side, shorterSide, mean, deviation } = imagenet;
    const bitmap = await createImageBitmap(image);
    const scale = shorterSide / Math.min(bitmap.width, bitmap.height);
    const [width, height] = [Math.round(bitmap.width * scale), Math.round(bitmap.height * scale)];
    context.drawImage(bitmap, (side - width) >> 1, (side - height) >> 1, width, height);
    bitmap.close();
    const { data } = context.getImageData(0, 0, side, side);
    const area = side * side;
    const floats = new Float32Array(3 * area);
    for (let channel = 0; channel < 3; channel++) {
      const [less, by] = [mean[channel]!, 1 / deviation[channel]!];
      for (let at = 0; at < area; at++) floats[channel * area + at] = (data[4 * at + channel]! - less) * by;
    }
    const input = new library.Tensor('float32', floats, [1, 3, side, side]);
    const outputs = await session.run({ [session.inputNames[0]!]: input });
    const scores = outputs[session.outputNames[0]!]!.data as Float32Array;
    return scores.indexOf(Math.max(...scores));
  },

  /**
   * wllama with the settings that our session asks for. Its `suppressNativeLog` would not be fair: with it llama.cpp's
   * server prints every detail of every token, for the library to throw away.
   */
  async openText(file: Blob, threads: number): Promise<void> {
    const silent = () => {};
    const logger = { debug: silent, log: silent, warn: silent, error: silent };
    text = new Wllama({ default: new URL(wasmUrl, location.href).href }, { logger });
    text.setCompat(null);
    const settings = { n_ctx: 2048, n_parallel: 1, n_gpu_layers: 0, n_threads: threads, log_level: LogLevel.INFO };
    await text.loadModel([file], settings);
  },

  /** @returns tokens a second, from the call to the end of the greedy answer */
  async tokensPerS(prompt: string, maxTokens: number): Promise<number> {
    const startMs = performance.now();
    const ours = { temperature: 0, stream: true, timings_per_token: true } as const;
    const settings = { prompt, max_tokens: maxTokens, ...ours };
    let tokens = 0;
    for await (const chunk of await text!.createCompletion(settings)) tokens = chunk.timings?.predicted_n ?? tokens;
    return (1000 * tokens) / (performance.now() - startMs);
  },

  /** @returns tokens a second as llama.cpp states them: of the prompt where `tokens` is 1, else of those after the first */
  async statedTokensPerS(prompt: string, tokens: number): Promise<number> {
    const settings = { temperature: 0, ignore_eos: true, cache_prompt: false, max_tokens: tokens };
    const { timings } = await text!.createCompletion({ ...settings, prompt, stream: false });
    if (!timings) throw new Error('llama.cpp stated no times');
    const { prompt_n, prompt_ms, predicted_n, predicted_ms } = timings;
    return tokens === 1 ? (1000 * prompt_n) / prompt_ms : (1000 * (predicted_n - 1)) / predicted_ms;
  },

  /** Fetches into a file of the origin's own, chunk by chunk, unchecked. */
  async fetchToDisk(url: string): Promise<number> {
    const startMs = performance.now();
    const folder = await navigator.storage.getDirectory();
    const handle = await (await folder.getFileHandle('bare', { create: true })).createSyncAccessHandle();
    const { body } = await fetch(url, { cache: 'no-store' });
    let at = 0;
    const reader = body!.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) at += handle.write(part.value, { at });
    handle.flush();
    handle.close();
    const tookMs = performance.now() - startMs;
    await folder.removeEntry('bare');
    return tookMs;
  },
};

export type Bare = typeof bare;

expose(bare);
