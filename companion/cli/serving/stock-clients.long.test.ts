import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { contractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { countingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { whyNotAdded } from '../../engines/packages/added-package.fixture.ts';
import { startClientServers } from './client-servers.fixture.ts';
import { hostedEngines } from '../native/hosted-engines.ts';
import { pythonEnvironment, runProgram } from './python-programs.fixture.ts';

const clients = await pythonEnvironment('clients');
const why = 'why' in clients ? clients.why : '';
const whyNoLlama = why || (await whyNotAdded('llama'));
const engines = hostedEngines();
afterAll(() => engines.close());

test.skipIf(why)(`tritonclient gets correct answers and clear errors ${why}`, async () => {
  await using companion = await servers({ 'a folder/contract.onnx': contractModel() });
  expect(await companion.run('stock-tritonclient.py', 'a folder/contract.onnx')).toBe('passed');
});

test.skipIf(whyNoLlama)(`openai gets correct answers and clear errors ${whyNoLlama}`, async () => {
  await using companion = await servers({ 'counting.gguf': countingLlama() });
  expect(await companion.run('stock-openai.py', 'counting.gguf')).toBe('passed');
});

async function servers(models: Parameters<typeof startClientServers>[0]) {
  const companion = await startClientServers(models, engines);
  const key = await companion.key('read', 'run', 'manage');
  const python = 'python' in clients ? clients.python : '';
  const run = async (script: string, model: string) =>
    (await runProgram([python, join(import.meta.dirname, script), companion.url, key, model])).output.trim();
  return { run, [Symbol.asyncDispose]: () => companion.close() };
}
