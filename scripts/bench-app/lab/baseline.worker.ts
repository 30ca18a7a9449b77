import { LogLevel, Wllama } from '@wllama/wllama/esm/index.js';
import wasmUrl from '@wllama/wllama/esm/wasm/wllama.wasm?url';
import { expose } from 'comlink';
import type { InferenceSession, Tensor } from 'onnxruntime-web';
import { workloads } from '#bench/workloads/index.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { loadBuild, type OrtLibrary } from '#runtimes/ort/ort-builds.ts';

/** The conv workload, opened by `openConv`. */
let conv: { readonly session: InferenceSession; readonly feeds: Record<string, Tensor> } | undefined;

/** The image classifier opened by `openClassifier`. */
let classifier:
  | {
      readonly library: OrtLibrary;
      readonly session: InferenceSession;
      readonly context: OffscreenCanvasRenderingContext2D;
    }
  | undefined;

/** The preprocessing of ImageNet classifiers: centre crop, then normalisation of each channel by mean and deviation. */
const imagenet = { side: 224, shorterSide: 256, mean: [123.675, 116.28, 103.53], deviation: [58.395, 57.12, 57.375] };

/** The language model opened by `openText`. */
let text: Wllama | undefined;

/** The shortest code with the same function as the app, for comparison. */
const baseline = {
  /** Opens an ONNX file like most pages, by passing all its bytes to the library in one buffer. */
  async openWhole(file: Blob): Promise<void> {
    const library = await loadBuild('wasm');
    await library.InferenceSession.create(new Uint8Array(await file.arrayBuffer()));
  },

  /** Opens the conv workload in a session of the library, on one thread. */
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

  /**
   * Runs the conv workload.
   * @returns the milliseconds of each run
   */
  async runConv(runs: number): Promise<number[]> {
    if (!conv) throw new Error('call openConv first');
    const { session, feeds } = conv;
    const times: number[] = [];
    for (let run = 0; run < runs; run++) {
      const startMs = performance.now();
      await session.run(feeds);
      times.push(performance.now() - startMs);
    }
    return times;
  },

  /** Opens an ImageNet classifier with one input and one output. */
  async openClassifier(url: string, threads: number): Promise<void> {
    const library = await loadBuild('wasm');
    library.env.wasm.numThreads = threads;
    const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
    const canvas = new OffscreenCanvas(imagenet.side, imagenet.side);
    const context = canvas.getContext('2d', { willReadFrequently: true })!;
    classifier = { library, session: await library.InferenceSession.create(bytes), context };
  },

  /**
   * Classifies an image.
   * @returns the index of the most probable class
   */
  async classify(image: Blob): Promise<number> {
    if (!classifier) throw new Error('call openClassifier first');
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
      const [offset, scale] = [mean[channel]!, 1 / deviation[channel]!];
      for (let index = 0; index < area; index++)
        floats[channel * area + index] = (data[4 * index + channel]! - offset) * scale;
    }
    const input = new library.Tensor('float32', floats, [1, 3, side, side]);
    const outputs = await session.run({ [session.inputNames[0]!]: input });
    const scores = outputs[session.outputNames[0]!]!.data as Float32Array;
    return scores.indexOf(Math.max(...scores));
  },

  /**
   * Opens wllama with the settings of the app's session. `suppressNativeLog` would distort the comparison: with it,
   * llama.cpp's server prints every detail of every token, which the library then discards.
   */
  async openText(file: Blob, threads: number): Promise<void> {
    const silent = () => {};
    const logger = { debug: silent, log: silent, warn: silent, error: silent };
    text = new Wllama({ default: new URL(wasmUrl, location.href).href }, { logger });
    text.setCompat(null);
    const settings = { n_ctx: 2048, n_parallel: 1, n_gpu_layers: 0, n_threads: threads, log_level: LogLevel.INFO };
    await text.loadModel([file], settings);
  },

  /** Measures tokens per second from the call to the end of the answer, with greedy decoding. */
  async tokensPerS(prompt: string, maxTokens: number): Promise<number> {
    const startMs = performance.now();
    const options = { temperature: 0, stream: true, timings_per_token: true } as const;
    const settings = { prompt, max_tokens: maxTokens, ...options };
    let tokens = 0;
    for await (const chunk of await text!.createCompletion(settings)) tokens = chunk.timings?.predicted_n ?? tokens;
    return (1000 * tokens) / (performance.now() - startMs);
  },

  /**
   * Returns the tokens per second reported by llama.cpp: of the prompt if `tokens` is 1, otherwise of the tokens after
   * the first.
   */
  async reportedTokensPerS(prompt: string, tokens: number): Promise<number> {
    const { promptPerS, generationPerS } = await baseline.reportedRates(prompt, tokens);
    return tokens === 1 ? promptPerS : generationPerS;
  },

  /** Returns the tokens per second reported by llama.cpp, of the prompt and of the tokens after the first. */
  async reportedRates(prompt: string, tokens: number) {
    const settings = { temperature: 0, ignore_eos: true, cache_prompt: false, max_tokens: tokens };
    const { timings } = await text!.createCompletion({ ...settings, prompt, stream: false });
    if (!timings) throw new Error('llama.cpp reported no timings');
    const { prompt_n, prompt_ms, predicted_n, predicted_ms } = timings;
    return {
      promptTokens: prompt_n,
      promptPerS: (1000 * prompt_n) / prompt_ms,
      generationPerS: (1000 * (predicted_n - 1)) / predicted_ms,
    };
  },

  /** Reads the files sequentially, and discards their bytes. */
  async readFiles(files: readonly File[]): Promise<void> {
    for (const file of files) await file.arrayBuffer();
  },

  /**
   * Downloads to a file of the origin private file system, chunk by chunk, without hashing.
   * @returns the elapsed milliseconds
   */
  async fetchToDisk(url: string): Promise<number> {
    const startMs = performance.now();
    const folder = await navigator.storage.getDirectory();
    const handle = await (await folder.getFileHandle('baseline', { create: true })).createSyncAccessHandle();
    const { body } = await fetch(url, { cache: 'no-store' });
    let index = 0;
    const reader = body!.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read())
      index += handle.write(part.value, { at: index });
    handle.flush();
    handle.close();
    const elapsedMs = performance.now() - startMs;
    await folder.removeEntry('baseline');
    return elapsedMs;
  },
};

export type Baseline = typeof baseline;

expose(baseline);
