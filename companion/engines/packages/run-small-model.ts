import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { createCountingLlama } from '#formats/gguf/counting-llama.ts';
import { openModelInFolder, placeOnDisk } from '../model-on-disk.ts';
import type { NativeEngine } from '../native-engine.ts';
import { buildOnnxSum, buildTfliteSum } from './small-models.ts';

/** The test of each engine package. It takes the path of the package's library. */
const tests: Readonly<Record<string, (path: string) => Promise<void>>> = {
  ort: async (path) => testSum(await openOrtWithoutProviders(path), buildOnnxSum(), path),
  openvino: async (path) => testSum((await import('../openvino/index.ts')).openOpenvino(path), buildOnnxSum(), path),
  litert: async (path) => testSum((await import('../litert/index.ts')).openLitert(path, ''), buildTfliteSum(), path),
  llama: testCounting,
  'llama-vulkan': testCounting,
  'llama-cuda': testCounting,
};

async function openOrtWithoutProviders(path: string): Promise<NativeEngine> {
  return (await import('../ort/index.ts')).openOrt(path, () => Promise.reject(new Error('not used')));
}

/**
 * Runs a small model on the CPU with an engine package. Other packages, such as providers, are not tested.
 * @throws AppError from the engine | engine-rejected if the output is wrong
 */
export async function runSmallModel(id: string, path: string): Promise<void> {
  await tests[id]?.(path);
}

async function testSum(engine: NativeEngine, model: ModelFiles, path: string): Promise<void> {
  await withModelOnDisk(model, async (modelOnDisk) => {
    const session = await engine.open(modelOnDisk, { devices: ['cpu'], threads: 1 });
    const { y } = await session.run({ x: { dtype: 'float32', shape: [2], data: Float32Array.of(10, 20) } });
    checkOutput(path, String(y?.data), '11,22');
  });
}

/** Tests a language model that continues the alphabet. */
async function testCounting(path: string): Promise<void> {
  const { openLlama } = await import('../llama/index.ts');
  const engine = await openLlama(path);
  await withModelOnDisk(createCountingLlama(), async (modelOnDisk) => {
    const session = await engine.open(modelOnDisk, { devices: ['cpu'], threads: 1 });
    const answer = session.generate({ prompt: 'a', maxTokens: 3, temperature: 0 }, new AbortController().signal);
    let text = '';
    for await (const chunk of answer) text += chunk;
    checkOutput(path, text, 'bcd');
  });
}

async function withModelOnDisk(model: ModelFiles, work: (modelOnDisk: ModelFiles) => Promise<void>): Promise<void> {
  const folder = await placeOnDisk(model);
  try {
    await work(await openModelInFolder(folder));
  } finally {
    await folder.remove();
  }
}

function checkOutput(file: string, actual: string, expected: string): void {
  if (actual !== expected)
    throw new AppError('engine-rejected', { file, why: `the test model returned ${actual} instead of ${expected}` });
}
