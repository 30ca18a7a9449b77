import { expect, inject, test } from 'vitest';
import { StoreHandle } from '#bridge/store-handle.ts';
import { openTextSession } from '#bridge/text-handle.ts';
import type { OpenTextRequest } from '#bridge/session-contract.ts';
import { fetchStoriesModel } from '#runtimes/stories.fixture.ts';

async function open(request: Pick<OpenTextRequest, 'subject' | 'engine' | 'allowsFaster'>) {
  const phases = new Set<string>();
  const session = await openTextSession(
    { ...request, options: { devices: ['wasm'], threads: 1 } },
    { onProgress: ({ phase }) => phases.add(phase) },
  );
  session.close();
  return { phases, facts: session.opened.facts };
}

test.skipIf(!inject('testData'))(
  'a GGUF model is converted once, and then opened in the faster engine (needs ASSAY_TEST_DATA)',
  { timeout: 90_000 },
  async () => {
    const file = new File([await fetchStoriesModel()], 'stories-to-convert.gguf');
    const converting = { subject: { kind: 'files', files: [file] }, engine: 'ort-text' } as const;
    const first = await open(converting);
    expect([...first.phases]).toEqual(expect.arrayContaining(['convert', 'compare']));
    const { conversion } = first.facts;
    // The perplexity is 0.7% higher on another text (decoder.test.ts).
    expect(conversion?.perplexityRatio).toBeGreaterThan(0.97);
    expect(conversion?.perplexityRatio).toBeLessThan(1.03);
    expect(conversion?.agreement).toBeGreaterThan(0.9);
    const second = await open(converting);
    expect([...second.phases]).not.toEqual(expect.arrayContaining(['convert']));
    expect(second.facts.conversion).toEqual(conversion);

    const store = new StoreHandle();
    const { id } = await store.storeCopy([file]);
    const isFaster = conversion!.promptSpeedup * conversion!.generationSpeedup > 1;
    const chosen = await open({ subject: { kind: 'model', id }, engine: 'wllama', allowsFaster: true });
    expect(chosen.facts.engine).toBe(isFaster ? 'ort-text' : 'wllama');
    const converted = (await store.listModels()).find((model) => model.id.startsWith('stories-to-convert.gguf (ONNX '));
    expect(converted).toMatchObject({ entry: 'model.onnx' });
    await store.remove(converted!.id);
    const afterRemoval = await open({ subject: { kind: 'model', id }, engine: 'wllama', allowsFaster: true });
    expect(afterRemoval.facts.engine).toBe('wllama');
    await store.remove(id);
    store.close();
  },
);
