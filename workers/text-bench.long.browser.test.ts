import { afterEach, expect, inject, test } from 'vitest';
import { openTextSession, type TextHandle } from '#bridge/text-handle.ts';

const testData = inject('testData');
let handle: TextHandle | undefined;
afterEach(() => handle?.close());

test.skipIf(!testData)(
  'stories260K is measured with the same tokens on two threads, and its first token takes longer than its prompt (needs ASSAY_TEST_DATA)',
  async () => {
    const response = await fetch(`/@fs${testData}/gguf/stories260K.gguf`);
    const subject = { kind: 'files', files: [new File([await response.blob()], 'stories260K.gguf')] } as const;
    const options = { devices: ['wasm'], threads: 1, contextLength: 512 } as const;
    handle = await openTextSession({ subject, runtime: 'wllama', options, forReport: true });
    const result = await handle.bench({ subject, runtime: 'wllama', device: 'wasm', threads: 1, effort: 'quick' });
    const [prompt] = result.cells;
    expect(result.agreement).toMatchObject({ verdict: 'identical', same: 32 });
    expect(result.firstToken.promptTokens).toBe(prompt!.tokens);
    expect(result.firstToken.steady.minMs).toBeGreaterThan(prompt!.steady.minMs * prompt!.tokens);
  },
  120_000,
);
