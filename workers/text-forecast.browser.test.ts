import { expect, inject, test } from 'vitest';
import { spawnWorker } from '#bridge/spawn.ts';
import { openTextSession } from '#bridge/text-handle.ts';
import type { ModelFacts } from '#core/facts.ts';
import { probeModel } from '#device/probe-model.ts';
import { missingTextKernels, type TextKernel } from '#device/text-kernels.ts';
import { sourceOf } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { forecast } from '#planner/forecast.ts';
import type { DeviceProfile } from '#planner/device-profile.ts';
import { measureTextKernels } from '#device/measure-text-kernels.ts';

const models = inject('testModels');
const data = inject('testData');

/** Long enough for a mean, short enough for the slowest model here. */
const sizes = { promptTokens: 64, tokens: 24 };
const maxThreads = Math.min(2, navigator.hardwareConcurrency);
const real = [
  'SmolLM2-135M-Instruct.Q4_1.gguf',
  'SmolLM2-135M-Instruct.Q8_0.gguf',
  'SmolLM2-135M-Instruct.F16.gguf',
  'gemma-3-270m-q4_k_m.gguf',
].map((name) => `${models}/${name}`);
const measuring = { startWorker: () => spawnWorker('device'), signal: new AbortController().signal };
const minShareInside = 0.85;

async function fileOf(path: string): Promise<File | null> {
  const response = await fetch(`/@fs${path}`);
  return response.ok ? new File([await response.blob()], path.split('/').at(-1)!) : null;
}

/** What the page would know of this device after inspecting the model: the threads of products, and kernels of its types. */
async function profileFor(facts: ModelFacts, known: readonly TextKernel[]): Promise<DeviceProfile> {
  const gflops: number[] = [];
  for (const threads of [1, maxThreads]) {
    const { remote, terminate } = spawnWorker('device');
    await remote.prepareMatmul({ device: 'wasm', threads, type: 'float32' });
    gflops.push((await remote.matmul(400)).gflops);
    terminate();
  }
  const missing = missingTextKernels(facts, maxThreads, known);
  return {
    threads: maxThreads,
    gflopsOneThread: gflops[0]!,
    gflopsThreads: gflops[1]!,
    gpu: null,
    copyBytesPerS: null,
    heapBytes: null,
    gpuBytes: null,
    textKernels: [...known, ...(await measureTextKernels(missing, measuring))],
  };
}

/** Milliseconds a token of the prompt and a generated token: the best of three answers, the first for the compiler. */
async function measure(file: File, threads: number) {
  const session = await openTextSession({
    subject: { kind: 'files', files: [file] },
    runtime: 'wllama',
    options: { devices: ['wasm'], threads },
  });
  let [promptMs, generationMs, promptTokens] = [Infinity, Infinity, 0];
  for (const start of ['Water', 'Stone', 'Paper']) {
    const prompt = `${start} ${'and the old man said that he was glad '.repeat(sizes.promptTokens / 8)}`;
    const answer = session.generate({ prompt, maxTokens: sizes.tokens, temperature: 0 });
    let step = await answer.next();
    while (!step.done) step = await answer.next();
    promptTokens = step.value.promptTokens ?? 0;
    promptMs = Math.min(promptMs, 1000 / (step.value.prefillTokensPerS ?? Number.NaN));
    generationMs = Math.min(generationMs, 1000 / (step.value.decodeTokensPerS ?? Number.NaN));
  }
  session.close();
  return { promptMs, generationMs, promptTokens };
}

test.skipIf(!models || !data)(
  'at least 85 % of prompt and generation of real models lie inside their ranges (needs ASSAY_TEST_MODELS and ASSAY_TEST_DATA)',
  async () => {
    const rows: { readonly figure: string; readonly ratio: number; readonly isInside: boolean }[] = [];
    let kernels: readonly TextKernel[] = [];
    for (const path of [...real, `${data}/gguf/stories260K.gguf`]) {
      const file = await fileOf(path);
      if (!file) continue;
      const facts = await readFacts(file, file.name);
      const profile = await profileFor(facts, kernels);
      kernels = profile.textKernels ?? [];
      for (const threads of new Set([1, maxThreads])) {
        const { promptMs, generationMs, promptTokens } = await measure(file, threads);
        const forecastAt = (depth: number) => {
          const text = { promptTokens, tokens: sizes.tokens, depth };
          return forecast(facts, profile, { runtime: 'wllama', device: 'wasm', threads, text });
        };
        const [prompt, generation] = [forecastAt(0), forecastAt(promptTokens)];
        if (!prompt.known || !prompt.prompt || !generation.known) throw new Error(`no forecast for ${file.name}`);
        for (const [phase, ms, { lowMs, expectedMs, highMs }] of [
          ['prompt', promptMs, prompt.prompt],
          ['generation', generationMs, generation],
        ] as const) {
          const figure = `${file.name} ${threads} ${phase}`;
          rows.push({ figure, ratio: ms / expectedMs, isInside: lowMs <= ms && ms <= highMs });
        }
      }
    }
    const all = rows.map(({ figure, ratio }) => `${figure} ${ratio.toFixed(2)}`).join(', ');
    console.log(`measured over expected: ${all}`);
    expect(rows.length).toBeGreaterThan(3);
    const inside = rows.filter(({ isInside }) => isInside);
    expect(inside.length / rows.length, all).toBeGreaterThanOrEqual(minShareInside);
  },
  600_000,
);

test('kernels are measured on the threads asked for, and a forecast rests on them', async () => {
  const bytes = probeModel('Q4_0').bytes;
  const facts = await readFacts(sourceOf(bytes), 'probe.gguf');
  const profile = await profileFor(facts, []);
  expect(profile.textKernels?.map(({ type, threads }) => [type, threads])).toEqual(
    [...new Set([1, maxThreads])].map((threads) => ['Q4_0', threads]),
  );
  const got = forecast(facts, profile, { runtime: 'wllama', device: 'wasm', threads: maxThreads });
  expect(got).toMatchObject({ known: true, basis: 'kernels' });
});
