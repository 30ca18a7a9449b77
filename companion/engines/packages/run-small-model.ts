import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { createCountingLlama } from '#formats/gguf/counting-llama.ts';
import { openModelInFolder, placeOnDisk } from '../model-on-disk.ts';
import type { NativeEngine } from '../native-engine.ts';
import { buildOnnxSum, buildTfliteSum } from './small-models.ts';

/** How the packages that are engines run their small models, given the paths of their libraries. */
const tests: Readonly<Record<string, (path: string) => Promise<void>>> = {
  ort: async (path) => sum(await openOrtAt(path), buildOnnxSum(), path),
  openvino: async (path) => sum((await import('../openvino/index.ts')).openOpenvino(path), buildOnnxSum(), path),
  litert: async (path) => sum((await import('../litert/index.ts')).openLitert(path, ''), buildTfliteSum(), path),
  llama: count,
  'llama-vulkan': count,
  'llama-cuda': count,
};

/** Without its providers. */
async function openOrtAt(path: string): Promise<NativeEngine> {
  return (await import('../ort/index.ts')).openOrt(path, () => Promise.reject(new Error('not used')));
}

/**
 * Runs a small model on the CPU. Packages that open no models by themselves are not tested further.
 * @throws AppError what the engine throws | engine-rejected if the result is wrong
 */
export async function runSmallModel(id: string, path: string): Promise<void> {
  await tests[id]?.(path);
}

async function sum(engine: NativeEngine, model: ModelFiles, path: string): Promise<void> {
  await useModelOnDisk(model, async (placed) => {
    const session = await engine.open(placed, { devices: ['cpu'], threads: 1 });
    const { y } = await session.run({ x: { dtype: 'float32', shape: [2], data: Float32Array.of(10, 20) } });
    check(path, String(y?.data), '11,22');
  });
}

/** Continues the alphabet. */
async function count(path: string): Promise<void> {
  const { openLlama } = await import('../llama/index.ts');
  const engine = await openLlama(path);
  await useModelOnDisk(createCountingLlama(), async (placed) => {
    const session = await engine.open(placed, { devices: ['cpu'], threads: 1 });
    const answer = session.generate({ prompt: 'a', maxTokens: 3, temperature: 0 }, new AbortController().signal);
    let text = '';
    for await (const part of answer) text += part;
    check(path, text, 'bcd');
  });
}

async function useModelOnDisk(model: ModelFiles, use: (placed: ModelFiles) => Promise<void>): Promise<void> {
  const placed = await placeOnDisk(model);
  try {
    await use(await openModelInFolder(placed));
  } finally {
    await placed.remove();
  }
}

function check(file: string, actual: string, expected: string): void {
  if (actual !== expected) throw new AppError('engine-rejected', { file, why: `${expected} ≠ ${actual}` });
}
