import { afterEach, expect, inject, test } from 'vitest';
import { openTextSession, type TextHandle } from '#bridge/text-handle.ts';
import type { BenchRequest } from '#core/report/bench-request.ts';
import type { Progress } from '#core/report/progress.ts';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';

const testData = inject('testData');
let handle: TextHandle | undefined;
afterEach(() => handle?.close());

test('a measured language model generates the same tokens on another number of threads', async () => {
  const bytes = createCountingLlama().files.get('tiny.gguf') as Uint8Array<ArrayBuffer>;
  const subject = { kind: 'files', files: [new File([bytes], 'tiny.gguf')] } as const;
  const request = { subject, engine: 'wllama', device: 'wasm', threads: 1, effort: 'quick' } satisfies BenchRequest;
  const options = { devices: ['wasm'], threads: 1, contextLength: 512 } as const;
  handle = await openTextSession({ subject, engine: 'wllama', options, forReport: true });
  const reports: Progress[] = [];
  const result = await handle.bench(request, { onProgress: (progress) => reports.push(progress) });
  expect(handle.opened.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(result.cells.map(({ work, depth }) => [work, depth > 0])).toEqual([
    ['prompt', false],
    ['generation', false],
    ['prompt', true],
    ['generation', true],
  ]);
  for (const { steady, medianTokensPerS, warmup } of result.cells) {
    expect(steady.n).toBeGreaterThanOrEqual(3);
    expect(medianTokensPerS).toBeGreaterThan(0);
    expect(warmup.runs).toBeGreaterThanOrEqual(3);
  }
  expect(result).toMatchObject({ contextLength: 512, sampling: 'inside', tokenising: 'outside' });
  expect(result.agreement).toMatchObject({
    verdict: 'identical',
    tokens: 32,
    same: 32,
    reference: 'this-device-wasm-2-threads',
  });
  expect(result.modelDetails).toEqual({ weightType: 'F32' });
  expect(result.memory.wasmHeapBytes).toBeGreaterThan(0);
  expect(new Set(reports.map(({ phase }) => phase))).toEqual(new Set(['first', 'warm-up', 'steady', 'check']));
  await expect(handle.bench({} as BenchRequest)).rejects.toMatchObject({ code: 'aborted' }); // closed by the first benchmark
});

test.skipIf(!testData)(
  'stories260K generates the same tokens on two threads (needs ASSAY_TEST_DATA)',
  async () => {
    const response = await fetch(`/@fs${testData}/gguf/stories260K.gguf`);
    const subject = { kind: 'files', files: [new File([await response.blob()], 'stories260K.gguf')] } as const;
    const options = { devices: ['wasm'], threads: 1, contextLength: 512 } as const;
    handle = await openTextSession({ subject, engine: 'wllama', options, forReport: true });
    const result = await handle.bench({ subject, engine: 'wllama', device: 'wasm', threads: 1, effort: 'quick' });
    const [prompt] = result.cells;
    expect(result.agreement).toMatchObject({ verdict: 'identical', same: 32 });
    expect(result.firstToken.promptTokens).toBe(prompt!.tokens);
    expect(result.firstToken.steady.minMs).toBeGreaterThan(prompt!.steady.minMs * prompt!.tokens);
  },
  120_000,
);
