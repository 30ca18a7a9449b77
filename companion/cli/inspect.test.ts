import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tinyGraphModel, tinyLlama, tinyMlc, tinyTensorCache } from '#formats/tiny/models.fixture.ts';
import { tinySafetensors } from '#formats/tiny/safetensors.fixture.ts';
import { root } from '../../scripts/project.ts';
import { inspect } from './inspect.ts';

let folder: string;
let server: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'assay-inspect-'));
});
afterEach(async () => {
  server?.close();
  server = undefined;
  await rm(folder, { recursive: true });
});

const put = (name: string, bytes: Uint8Array) => writeFile(path.join(folder, name), bytes);

/** Serves files by name, with or without Range, and keeps a list of what was asked for. */
async function serve(files: Record<string, Uint8Array>, ranges = true): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const listening = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://x').pathname.slice(1);
    const file = files[name];
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    asked.push(`${name} ${request.headers.range}`);
    if (!file) return response.writeHead(404).end();
    if (!range || !ranges) return response.writeHead(200, { 'Content-Length': file.length }).end(file);
    const [start, end] = [Number(range[1]), Math.min(Number(range[2]) + 1, file.length)];
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${end - 1}/${file.length}` });
    response.end(file.subarray(start, end));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked };
}

test('inspect prints the format and the number of parameters of a file', async () => {
  await put('x.gguf', tinyLlama().bytes);
  expect(await inspect(path.join(folder, 'x.gguf'))).toMatchObject({ format: 'gguf', parameters: 2208 });
});

test('a folder is inspected by the file that an engine opens first, with the files next to it', async () => {
  await put('mlc-chat-config.json', tinyMlc().bytes);
  await put('tensor-cache.json', tinyTensorCache().bytes);
  expect(await inspect(folder)).toMatchObject({ format: 'mlc', weightBytes: 36 });
});

test('a folder of more than a thousand files is inspected with all of them', async () => {
  const paths = Array.from({ length: 1_200 }, (_, index) => `shard${index}.bin`);
  await put('model.json', new TextEncoder().encode(JSON.stringify({ weightsManifest: [{ paths, weights: [] }] })));
  for (const name of paths) await put(name, Uint8Array.of(0));
  const { externalFiles } = await inspect(folder);
  expect(externalFiles.map(({ sizeBytes }) => sizeBytes)).toEqual(paths.map(() => 1));
});

test('the folder of a catalogue model is inspected by its ONNX file, although its catalogue entry is a model.json too', async () => {
  expect(await inspect(path.join(root, 'models/digits'))).toMatchObject({ format: 'onnx' });
});

test('the header of a 2 GB file is read with less than 64 MiB of memory', async () => {
  // A sparse file: its weights are a hole.
  const weightBytes = 2 ** 31;
  const header = { w: { dtype: 'U8', shape: [weightBytes], data_offsets: [0, weightBytes] } };
  const bytes = tinySafetensors(header, 0);
  await put('big.safetensors', bytes);
  await truncate(path.join(folder, 'big.safetensors'), bytes.length + weightBytes);
  const before = process.memoryUsage().arrayBuffers;
  expect(await inspect(path.join(folder, 'big.safetensors'))).toMatchObject({ weightBytes });
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1024 * 1024);
});

test('a file at an address, and the config next to it, are inspected by one Range request each', async () => {
  const weights = tinySafetensors({ w: { dtype: 'F32', shape: [250_000], data_offsets: [0, 1_000_000] } }, 1_000_000);
  const config = new TextEncoder().encode('{"architectures":["BertModel"]}');
  const { url, asked } = await serve({ 'm.safetensors': weights, 'config.json': config });
  expect(await inspect(`${url}/m.safetensors?download=true`)).toMatchObject({
    sizeBytes: weights.length,
    parameters: 250_000,
    architecture: { family: 'encoder' },
  });
  expect(asked).toEqual(['m.safetensors bytes=0-65535', 'config.json bytes=0-65535']);
});

test('a small file is inspected although its server ignores Range', async () => {
  const { url } = await serve({ 'model.json': tinyGraphModel().bytes }, false);
  expect(await inspect(`${url}/model.json`)).toMatchObject({ format: 'tfjs', parameters: 9 });
});

test.each([
  ['a missing file', () => path.join(folder, 'none.onnx'), 'file-unreadable'],
  ['an empty folder', () => folder, 'model-unknown'],
  ['a server that is not there', () => 'http://127.0.0.1:1/x.gguf', 'fetch-failed'],
])('%s is refused with the error code that fits', async (_, target, code) => {
  await expect(inspect(target())).rejects.toMatchObject({ code });
});

test('a 404 of the server is a failed fetch with its status', async () => {
  const { url } = await serve({});
  await expect(inspect(`${url}/x.gguf`)).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'http-status', status: 404 },
  });
});
