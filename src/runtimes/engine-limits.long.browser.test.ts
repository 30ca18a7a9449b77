import { expect, inject, test } from 'vitest';
import { createSeededInputs } from '#bench/inputs/seeded-inputs.ts';
import { listFreeDimensions } from '#core/model/free-dimensions.ts';
import { listPageTensorEngines, listPageTextEngines } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import { getBaseName, getParentFolder } from '#core/model/file-name.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { findEngineLimit } from '#planner/engine-limits/index.ts';
import { loadRuntime, loadTextRuntime } from './index.ts';

const testData = inject('testData');

/** TensorFlow.js graphs are the `.json` files in `tfjs/`; other `.json` files are not models. */
const isModel = (file: string) => /\.(onnx|tflite|gguf)$/.test(file) || /^tfjs\/.*\.json$/.test(file);

async function fetchBytes(file: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(`/@fs${testData}/${file}`);
  if (!response.ok) throw new Error(`${file}: ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
}

/**
 * Loads the model with the files that it references. Names without an extension are skipped, because the test server
 * treats them as scripts. In the test data, only weights without a graph have such names.
 */
async function loadModel(file: string): Promise<{ facts: ModelFacts; model: ModelFiles }> {
  const [folder, entry] = [getParentFolder(file), getBaseName(file)];
  const bytes = await fetchBytes(file);
  const facts = await readFacts(toByteSource(bytes), entry);
  const others = facts.externalFiles
    .filter(({ name }) => name.includes('.'))
    .map(async ({ name }) => [name, await fetchBytes(folder + name)] as const);
  return { facts, model: { id: entry, entry, files: new Map([[entry, bytes], ...(await Promise.all(others))]) } };
}

/**
 * Whether the engine opens the model and runs it with free dimensions of 1. A model that only rejects the inputs is
 * supported.
 */
async function isRunBy({ format }: ModelFacts, model: ModelFiles): Promise<boolean> {
  try {
    const [engine] = listPageTensorEngines(format);
    if (!engine) {
      const [textEngine] = listPageTextEngines(format);
      const text = await (await loadTextRuntime(textEngine!)).open(model, { devices: ['wasm'], threads: 1 });
      await text.close();
      return true;
    }
    const session = await (await loadRuntime(engine)).open(model, { devices: ['wasm'], threads: 1 });
    const { inputs } = session.facts;
    const sizes = Object.fromEntries(listFreeDimensions(inputs).map((name) => [name, 1]));
    try {
      await session.run(createSeededInputs(inputs, sizes));
    } finally {
      await session.close();
    }
    return true;
  } catch (thrown) {
    return asAppError(thrown).code === 'input-invalid';
  }
}

test.skipIf(!testData)(
  'the header check reports exactly the models that their engine rejects (needs ASSAY_TEST_DATA)',
  async () => {
    const list = new TextDecoder().decode(await fetchBytes('FILES.tsv'));
    const files = list.split('\n').flatMap((row) => row.split('\t')[0] ?? []);
    const wrong: string[] = [];
    const rejected: string[] = [];
    for (const file of files.filter(isModel)) {
      const { facts, model } = await loadModel(file);
      const [engine] = [...listPageTensorEngines(facts.format), ...listPageTextEngines(facts.format)];
      const rejection = findEngineLimit(facts, { engine: engine!, device: 'wasm' });
      if (rejection) rejected.push(file);
      if ((rejection === null) !== (await isRunBy(facts, model)))
        wrong.push(`${file}: ${rejection?.reason ?? 'not rejected'}`);
    }
    expect(wrong).toEqual([]);
    expect(rejected.length).toBeGreaterThanOrEqual(11);
  },
  600_000,
);
