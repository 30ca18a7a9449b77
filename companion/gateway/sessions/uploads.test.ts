import { randomBytes } from 'node:crypto';
import { mkdir, readdir, stat, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { connectOwnPage, type TestPage } from '../gateway.fixture.ts';
import { ModelStore } from './model-store.ts';
import { ask, companion, computeSha256Hex, openModel, startCompanionBeforeEach, x } from './sessions.fixture.ts';

startCompanionBeforeEach();

describe('an upload', () => {
  test('an upload continues after a reconnection, and is complete when its hash matches', async () => {
    const bytes = randomBytes(3000);
    const sha256 = computeSha256Hex(bytes);
    const part = (page: TestPage, start: number, end: number) =>
      ask(
        page,
        { type: 'upload', sha256, offset: start },
        { bytes: { dtype: 'uint8', shape: [end - start], data: bytes.subarray(start, end) } },
      );
    const page = await connectOwnPage(companion.gateway);
    const begin = { type: 'begin-upload', sha256, sizeBytes: 3000 };
    expect(await ask(page, begin)).toMatchObject({ receivedBytes: 0, isComplete: false });
    expect(await part(page, 0, 1000)).toMatchObject({ receivedBytes: 1000, isComplete: false });
    expect(await openModel(page, sha256, 'ort')).toMatchObject({ facts: { reason: 'upload-incomplete' } });
    page.socket.terminate();

    companion.store = new ModelStore(companion.gateway.folder); // a new store, as after a restart
    const again = await connectOwnPage(companion.gateway);
    expect(await ask(again, begin)).toMatchObject({ receivedBytes: 1000 });
    expect(await part(again, 2000, 3000)).toMatchObject({
      facts: { reason: 'upload-order', offset: 2000, wantOffset: 1000 },
    });
    expect(await part(again, 1000, 3000)).toMatchObject({ receivedBytes: 3000, isComplete: true });
    expect(await ask(again, begin)).toMatchObject({ receivedBytes: 3000, isComplete: true });
    expect(await readdir(join(companion.gateway.folder, 'uploads'))).toEqual([sha256]);
    if (process.platform !== 'win32') {
      expect((await stat(join(companion.gateway.folder, 'uploads', sha256))).mode & 0o777).toBe(0o600);
    }
  });

  test('an upload whose bytes do not match its hash, or exceed the stated size, is not stored', async () => {
    const page = await connectOwnPage(companion.gateway);
    const sha256 = computeSha256Hex('other');
    await ask(page, { type: 'begin-upload', sha256, sizeBytes: 5 });
    const bytes = (text: string) =>
      ({ bytes: { dtype: 'uint8', shape: [text.length], data: Buffer.from(text) } }) as const;
    expect(await ask(page, { type: 'upload', sha256, offset: 0 }, bytes('longer'))).toMatchObject({
      facts: { reason: 'upload-order' },
    });
    expect(await ask(page, { type: 'upload', sha256, offset: 0 }, bytes('wrong'))).toMatchObject({
      code: 'model-corrupt',
      facts: { reason: 'hash-mismatch', expected: sha256 },
    });
    expect(await readdir(join(companion.gateway.folder, 'uploads'))).toEqual([]);
  });

  test('an upload needs a hash as its name, and its bytes in the tensor "bytes"', async () => {
    const page = await connectOwnPage(companion.gateway);
    for (const sha256 of ['../../x', 'A'.repeat(64), '']) {
      expect(await ask(page, { type: 'begin-upload', sha256, sizeBytes: 1 })).toMatchObject({
        facts: { field: 'sha256' },
      });
    }
    expect(await ask(page, { type: 'upload', sha256: computeSha256Hex(''), offset: 0 }, { x })).toMatchObject({
      facts: { field: 'bytes' },
    });
  });
});

describe("the user's own models", () => {
  test("the user's models are listed and opened by name; files outside the folder are not", async () => {
    const models = join(companion.gateway.folder, 'models');
    await mkdir(join(models, 'parts'), { recursive: true });
    await writeFile(join(models, 'double.onnx'), 'double');
    await writeFile(join(models, 'parts', 'model.onnx'), 'double');
    await writeFile(join(models, 'parts', 'weights.bin'), 'w');
    await writeFile(join(companion.gateway.folder, 'secret.onnx'), 'secret');
    await symlink(join(companion.gateway.folder, 'secret.onnx'), join(models, 'link.onnx'));
    await symlink('..', join(models, 'parts', 'up'));
    const page = await connectOwnPage(companion.gateway);
    expect(await ask(page, { type: 'list-models' })).toMatchObject({
      models: [
        { name: 'double.onnx', sizeBytes: 6 },
        { name: 'parts/model.onnx', sizeBytes: 6 },
        { name: 'parts/weights.bin', sizeBytes: 1 },
      ],
    });
    const openNamed = (name: string) =>
      ask(page, { type: 'open', model: { kind: 'named', name }, engine: 'ort', devices: ['cpu'], settings: {} });
    expect(await openNamed('parts/model.onnx')).toMatchObject({ type: 'opened' });
    for (const name of ['link.onnx', 'secret.onnx', 'double.onnx/', 'missing.onnx']) {
      expect(await openNamed(name)).toMatchObject({ type: 'error' });
    }
    for (const name of [
      '../secret.onnx',
      'parts/../../secret.onnx',
      '/etc/passwd',
      'a\0.onnx',
      '..%2fsecret.onnx/..',
    ]) {
      expect(await openNamed(name)).toMatchObject({ code: 'message-invalid', facts: { field: 'model.name' } });
    }
    expect(companion.opened).toHaveLength(1);
  });
});
