import { availableParallelism } from 'node:os';
import { asAppError } from '#core/errors/error.ts';
import { median } from '#statistics/quantiles.ts';
import { EngineHost } from '../../../companion/engines/child-process/engine-host.ts';
import { createTextRuntime } from '../../../companion/engines/child-process/remote-text-session.ts';
import { loadLlamaLibrary } from '../../../companion/engines/llama/llama-library.ts';
import { openFileOnDisk } from '../../../companion/engines/model-on-disk.ts';
import { findLibrary } from '../../../companion/engines/packages/package-state.ts';
import type { PerfBenchmark } from '../harness/perf-benchmark.ts';
import { SkippedError } from '../harness/skipped-error.ts';

const rounds = 5;
const [prompt, tokens, contextSize] = ['The old house on the hill', 64, 512];
const minRatio = 0.97;

/** Compares the tokens per second of a whole answer through the companion's process and by the library alone. */
export const benchmark: PerfBenchmark = {
  title: 'Answers of SmolLM2-135M through the companion against plain node-llama-cpp',
  target: `>= ${minRatio} x`,
  async measure(bench) {
    const path = bench.testModel('SmolLM2-135M-Instruct.Q4_1.gguf');
    const { path: library } = await findLibrary('llama').catch((error: unknown) => {
      throw new SkippedError(`${asAppError(error).message}: npm run assay -- engines add llama`);
    });
    const host = new EngineHost('llama');
    const threads = Math.max(1, availableParallelism() - 1); // with all threads, any other work slows generation severely
    const bareEngine = await openBare(library, path, threads);
    try {
      const files = new Map([['m.gguf', await openFileOnDisk(path)]]);
      const options = { devices: ['cpu'], threads, contextLength: contextSize } as const;
      const session = await createTextRuntime(host).open({ id: 'm', entry: 'm.gguf', files }, options);
      const ours = async () => {
        const answer = session.generate({ prompt, maxTokens: tokens, temperature: 0 }, new AbortController().signal);
        for (;;) if ((await answer.next()).done) return;
      };
      const samples = { ours: [] as number[], bare: [] as number[] };
      const run = { ours, bare: bareEngine.answer };
      for (let round = 0; round <= rounds; round++) {
        for (const name of ['ours', 'bare', 'bare', 'ours'] as const) {
          const startedMs = performance.now();
          await run[name]();
          const tokensPerS = (1000 * tokens) / (performance.now() - startedMs);
          if (round > 0) samples[name].push(tokensPerS); // the first round is the warm-up
        }
      }
      await session.close();
      const tokensPerS = { ours: median(samples.ours), bare: median(samples.bare) };
      const value = tokensPerS.ours / tokensPerS.bare;
      return {
        value,
        unit: 'x',
        isReached: value >= minRatio,
        details: { tokensPerS, threads, n: samples.ours.length },
      };
    } finally {
      await bareEngine.close();
      await host.close();
    }
  },
};

async function openBare(library: string, modelPath: string, threads: number) {
  const { code } = await loadLlamaLibrary(library);
  const llama = await code.getLlama({
    gpu: false,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: threads,
    logger: () => {},
  });
  const model = await llama.loadModel({
    modelPath,
    gpuLayers: 0,
    useMlock: false,
    defaultContextFlashAttention: true,
    defaultContextSwaFullCache: true,
  });
  const context = await model.createContext({ contextSize, threads: { ideal: threads, min: 1 } });
  const sequence = context.getSequence();
  const promptTokens = model.tokenize(prompt);
  return {
    answer: async () => {
      // As in the session, only the last token of a prompt in the context is processed again.
      await sequence.adaptStateToTokens(promptTokens.slice(0, -1), false);
      const newTokens = promptTokens.slice(sequence.nextTokenIndex);
      let count = 0;
      for await (const token of sequence.evaluate(newTokens, { temperature: 0, yieldEogToken: true })) {
        model.detokenize([token]);
        if (++count === tokens) break;
      }
    },
    close: async () => {
      await context.dispose();
      await model.dispose();
    },
  };
}
