import { describe, expect, test } from 'vitest';
import type { Progress } from '#core/report/progress.ts';
import { createContractModel, createCorruptModels } from '../ort/contract-model.fixture.ts';
import { input, testRuntimeContract } from '../tensor-contract.fixture.ts';
import { createCompanionRuntime } from './index.ts';
import { killEngine, pairPage, findSkipReason } from './paired-companion.fixture.ts';

const skipReason = await findSkipReason('ort');
describe.skipIf(skipReason)(`native onnxruntime of a companion ${skipReason}`, async () => {
  const access = await pairPage();
  const progress: Progress[] = [];
  const runtime = createCompanionRuntime('ort', { access, onProgress: (update) => progress.push(update) });
  const open = (model = createContractModel()) => runtime.open(model, { devices: ['cpu'], threads: 1 });

  testRuntimeContract({
    runtime,
    device: 'cpu',
    options: { threads: 1 },
    model: createContractModel(),
    corrupt: createCorruptModels(),
  });

  test('uploads a model once and reports progress', async () => {
    const [[, bytes]] = [...createContractModel().files] as [[string, Uint8Array<ArrayBuffer>]];
    // An unknown protobuf field (number 126, length-delimited) pads the file to three upload messages.
    const unknownField = new Uint8Array(20 << 20);
    const lengthBytes = [0xfa, 0xff, 0xff, 0x09]; // 20 MiB minus 6 bytes = 20,971,514, as a varint
    unknownField.set([0xf2, 0x07, ...lengthBytes]);
    const file = new Blob([bytes, unknownField]);
    const model = { id: 'large', entry: 'large.onnx', files: new Map([['large.onnx', file]]) };
    progress.length = 0;
    const first = await open(model);
    expect(progress.filter(({ phase }) => phase === 'send').map(({ fraction }) => fraction)).toHaveLength(3);
    expect(first.facts.environment).toMatchObject({ kind: 'native', program: expect.stringMatching(/^Node \d+$/) });
    progress.length = 0;
    const second = await open(model);
    expect(progress.map(({ phase }) => phase)).toEqual(['create']);
    await Promise.all([first.close(), second.close()]);
  });

  test('fails one run with engine-died after the engine is killed, and the next one works', async () => {
    const session = await open();
    const run = async () => [...(await session.run({ x: input }))['y']!.data];
    const expected = await run();
    await killEngine('ort');
    const outcomes = [];
    for (let attempt = 0; attempt < 3; attempt++) outcomes.push(await run().catch((error: unknown) => error));
    expect(outcomes.filter((outcome) => !Array.isArray(outcome)).length).toBeLessThanOrEqual(1);
    expect(outcomes.at(-1)).toEqual(expected);
    await session.close();
  });

  test('measures a benchmark in the companion and reports progress', async () => {
    const session = await open();
    const phases = new Set<string>();
    const request = {
      subject: { kind: 'files', files: [] },
      engine: 'ort',
      device: 'cpu',
      effort: 'quick',
      dimensions: { n: 2 },
    } as const;
    const measured = await session.bench(request, 5, ({ phase }) => phases.add(phase));
    expect(measured).toMatchObject({ kind: 'tensor', orderSeed: 5, modelDetails: { weightType: 'float32' } });
    expect(measured.cells[0]!.steady.medianMs).toBeGreaterThan(0);
    expect(measured.cells).toMatchObject([{ agreement: { verdict: 'identical' } }]);
    expect(phases).toContain('first');
    await session.close();
  });
});
