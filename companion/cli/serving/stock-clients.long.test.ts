import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { findSkipReason } from '../../engines/packages/added-package.fixture.ts';
import { startClientServers } from './client-servers.fixture.ts';
import { createHostedEngines } from '../native/hosted-engines.ts';
import { installPythonEnvironment, runProgram } from './python-programs.fixture.ts';

const clients = await installPythonEnvironment('clients');
const skipReason = 'skipReason' in clients ? clients.skipReason : '';
const llamaSkipReason = skipReason || (await findSkipReason('llama'));
const engines = createHostedEngines();
afterAll(() => engines.close());

test.skipIf(skipReason)(`tritonclient gets correct answers and clear errors ${skipReason}`, async () => {
  await using companion = await startServers({ 'a folder/contract.onnx': createContractModel() });
  expect(await companion.run('stock-tritonclient.py', 'a folder/contract.onnx')).toBe('passed');
});

test.skipIf(llamaSkipReason)(`openai gets correct answers and clear errors ${llamaSkipReason}`, async () => {
  await using companion = await startServers({ 'counting.gguf': createCountingLlama() });
  expect(await companion.run('stock-openai.py', 'counting.gguf')).toBe('passed');
});

async function startServers(models: Parameters<typeof startClientServers>[0]) {
  const companion = await startClientServers(models, engines);
  const key = await companion.createKey('read', 'run', 'manage');
  const python = 'python' in clients ? clients.python : '';
  const run = async (script: string, model: string) =>
    (await runProgram([python, join(import.meta.dirname, script), companion.url, key, model])).output.trim();
  return { run, [Symbol.asyncDispose]: () => companion.close() };
}
