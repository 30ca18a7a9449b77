import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { findSkipReason } from '../../engines/engine-under-test.fixture.ts';
import { connectOwnPage, startTestGateway, type TestGateway } from '../../gateway/gateway.fixture.ts';
import { defaultBatching } from '../../gateway/sessions/batching/batch-settings.ts';
import { createNativeSessions, type NativeSessions } from './native-sessions.ts';

let companion: TestGateway;
let sessions: NativeSessions;

beforeAll(async () => {
  companion = await startTestGateway({ onConnection: (client) => sessions.serve(client) });
  sessions = createNativeSessions(companion.folder, defaultBatching);
});
afterAll(async () => {
  await companion.close();
  await sessions.close();
});

test('lists every engine with its state, and ready engines with their version and devices', async () => {
  const page = await connectOwnPage(companion);
  const answer = await page.ask({ type: 'list-engines', id: 1 });
  const list = (answer as { engines: EngineListing[] }).engines;
  expect(list.map(({ engine }) => engine)).toEqual(expect.arrayContaining(['ort', 'openvino', 'litert']));
  for (const { state, version, devices, facts } of list) {
    expect(state).not.toBe('failed');
    expect(facts).not.toHaveProperty('path');
    if (state === 'ready') expect(devices).toContainEqual(expect.objectContaining({ device: 'cpu' }));
    expect(version !== null).toBe(state === 'ready');
  }
});

const skipReason = await findSkipReason('ort');
describe.skipIf(skipReason)(`with native onnxruntime ${skipReason}`, () => {
  const x = { dtype: 'float32', shape: [2, 3], data: Float32Array.of(1, 2, 3, 4, 5, 6) } as const;

  test('opens and runs a model in the models folder', async () => {
    const { entry, files } = createContractModel();
    await mkdir(join(companion.folder, 'models'), { recursive: true });
    await writeFile(join(companion.folder, 'models', entry), files.get(entry) as Uint8Array);
    const page = await connectOwnPage(companion);
    const open = {
      type: 'open',
      id: 1,
      model: { kind: 'named', name: entry },
      engine: 'ort',
      devices: ['cpu'],
      settings: {},
    };
    expect(await page.ask(open)).toMatchObject({ type: 'opened', session: 1, opened: { facts: { engine: 'ort' } } });
    const run = (id: number) => page.ask({ type: 'run', id, session: 1 }, { x });
    // Expected values computed by hand, as in the contract tests of the runtimes.
    const outputs = { y: { dtype: 'float32', shape: [2, 2], data: Float32Array.of(32, 48, 59, 84) } };
    expect(await run(2)).toMatchObject({ type: 'outputs', tensors: outputs });
    expect(await run(3)).toMatchObject({ type: 'outputs', tensors: outputs });
  });
});
