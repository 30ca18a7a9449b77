import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, test } from 'vitest';
import type { ModelFiles } from '#core/model.ts';
import { corruptModels, countingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { textRuntimeContract } from '#runtimes/text-contract.fixture.ts';
import { addedPackage } from '../packages/added-package.fixture.ts';
import { openLlama } from './index.ts';
import { writtenModel } from './model-files.fixture.ts';

/** The engine with a model whose output can be predicted; `null` if the engine cannot be added here. */
export async function llamaForTests() {
  const library = await addedPackage('llama');
  if (!library) {
    test.skip('llama.cpp cannot be fetched from the configured registry', () => {});
    return null;
  }
  const folder = await mkdtemp(join(tmpdir(), 'assay-llama-'));
  afterAll(() => rm(folder, { recursive: true }));
  return { llama: await openLlama(library.path), folder, counting: await writtenModel(folder, countingLlama()) };
}

/** Runs the shared suite with a number of threads. */
export async function llamaContract(
  { llama, folder, counting }: NonNullable<Awaited<ReturnType<typeof llamaForTests>>>,
  threads: number,
): Promise<void> {
  const corrupt: Record<string, ModelFiles> = {};
  for (const [what, files] of Object.entries(corruptModels())) corrupt[what] = await writtenModel(folder, files);
  textRuntimeContract({
    runtime: llama,
    device: 'cpu',
    options: { threads },
    model: counting,
    corrupt,
    held: existsSync('/proc/self/maps') ? mappedModels : () => 1,
    constrains: true,
    continues: true,
  });
}

/** Models that the process has mapped into memory. */
function mappedModels(): number {
  const lines = readFileSync('/proc/self/maps', 'utf8').split('\n');
  return lines.filter((line) => line.endsWith('.gguf')).length;
}
