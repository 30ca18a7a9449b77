import { describe, expect, test } from 'vitest';
import type { ModelFiles } from '#core/model/model.ts';
import { createTinyIr } from '#formats/tiny/models.fixture.ts';
import { openEngineUnderTest, findSkipReason } from '../engine-under-test.fixture.ts';

const { name, bytes } = createTinyIr();
const createModel = (files: ModelFiles['files']) => ({ id: 'tiny', entry: name, files });

const skipReason = await findSkipReason('openvino');
describe.skipIf(skipReason)(`OpenVINO IR ${skipReason}`, () => {
  const openvino = openEngineUnderTest('openvino');
  const open = (files: ModelFiles['files']) => openvino.open(createModel(files), { devices: ['cpu'] });

  test('opens a model that consists of two files, and computes x + 1', async () => {
    const weights = new Uint8Array(Float32Array.of(1).buffer);
    const session = await open(
      new Map([
        [name, bytes],
        ['tiny.bin', weights],
      ]),
    );
    expect(session.facts).toMatchObject({ inputs: [{ name: 'x', shape: [null, 3] }], outputs: [{ name: 'y' }] });
    const x = { dtype: 'float32', shape: [2, 3], data: Float32Array.of(0, 1, 2, 3, 4, 5) } as const;
    const { y } = await session.run({ x });
    expect([...y!.data]).toEqual([1, 2, 3, 4, 5, 6]);
    await session.close();
  });

  test('rejects a model without its weights', async () => {
    await expect(open(new Map([[name, bytes]]))).rejects.toMatchObject({
      facts: { why: expect.stringContaining('bin') as string },
    });
  });
});
