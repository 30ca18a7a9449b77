import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  createTinyGraphModel,
  createTinyLlama,
  createTinyMlc,
  createTinyTensorCache,
} from '#formats/tiny/models.fixture.ts';
import { createGraphBuilder } from '#formats/onnx/graph-builder.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';
import { writeSafetensors } from '#formats/tiny/safetensors.fixture.ts';
import { root } from '../../../scripts/project-root.ts';
import { inspect } from './inspect-model.ts';

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

const writeModel = (name: string, bytes: Uint8Array) => writeFile(path.join(folder, name), bytes);

/** Serves files by name, with or without Range support, and records the requests. */
async function serve(files: Record<string, Uint8Array>, ranges = true): Promise<{ url: string; requests: string[] }> {
  const requests: string[] = [];
  const listening = createServer((request, response) => {
    const name = new URL(request.url ?? '', 'http://x').pathname.slice(1);
    const file = files[name];
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '');
    requests.push(`${name} ${request.headers.range}`);
    if (!file) return response.writeHead(404).end();
    if (!range || !ranges) return response.writeHead(200, { 'Content-Length': file.length }).end(file);
    const [start, end] = [Number(range[1]), Math.min(Number(range[2]) + 1, file.length)];
    response.writeHead(206, { 'Content-Range': `bytes ${start}-${end - 1}/${file.length}` });
    response.end(file.subarray(start, end));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, requests };
}

test('reads the format and the number of parameters of a file', async () => {
  await writeModel('x.gguf', createTinyLlama().bytes);
  expect(await inspect(path.join(folder, 'x.gguf'))).toMatchObject({ format: 'gguf', parameters: 2208 });
});

test('inspects a folder by its entry file and the files next to it', async () => {
  await writeModel('mlc-chat-config.json', createTinyMlc().bytes);
  await writeModel('tensor-cache.json', createTinyTensorCache().bytes);
  expect(await inspect(folder)).toMatchObject({ format: 'mlc', weightBytes: 36 });
});

test('reads a folder of more than a thousand files completely', async () => {
  const paths = Array.from({ length: 1_200 }, (_, index) => `shard${index}.bin`);
  await writeModel(
    'model.json',
    new TextEncoder().encode(JSON.stringify({ weightsManifest: [{ paths, weights: [] }] })),
  );
  for (const name of paths) await writeModel(name, Uint8Array.of(0));
  const { externalFiles } = await inspect(folder);
  expect(externalFiles.map(({ sizeBytes }) => sizeBytes)).toEqual(paths.map(() => 1));
});

test('takes the ONNX file as the entry file of a folder with a model.json', async () => {
  expect(await inspect(path.join(root, 'models/digits'))).toMatchObject({ format: 'onnx' });
});

test('reads the header of a 2 GB file with less than 64 MiB of memory', async () => {
  // A sparse file: its weights occupy no disk space.
  const weightBytes = 2 ** 31;
  const header = { w: { dtype: 'U8', shape: [weightBytes], data_offsets: [0, weightBytes] } };
  const bytes = writeSafetensors(header, 0);
  await writeModel('big.safetensors', bytes);
  await truncate(path.join(folder, 'big.safetensors'), bytes.length + weightBytes);
  const initialBytes = process.memoryUsage().arrayBuffers;
  expect(await inspect(path.join(folder, 'big.safetensors'))).toMatchObject({ weightBytes });
  expect(process.memoryUsage().arrayBuffers - initialBytes).toBeLessThan(64 * 1024 * 1024);
});

test('reads a file at a URL and its configuration with one Range request each', async () => {
  const weights = writeSafetensors({ w: { dtype: 'F32', shape: [250_000], data_offsets: [0, 1_000_000] } }, 1_000_000);
  const config = new TextEncoder().encode('{"architectures":["BertModel"]}');
  const { url, requests } = await serve({ 'm.safetensors': weights, 'config.json': config });
  expect(await inspect(`${url}/m.safetensors?download=true`)).toMatchObject({
    sizeBytes: weights.length,
    parameters: 250_000,
    architecture: { family: 'encoder' },
  });
  expect(requests).toEqual(['m.safetensors bytes=0-65535', 'config.json bytes=0-65535']);
});

test('inspects a small file even if the server ignores Range', async () => {
  const { url } = await serve({ 'model.json': createTinyGraphModel().bytes }, false);
  expect(await inspect(`${url}/model.json`)).toMatchObject({ format: 'tfjs', parameters: 9 });
});

test.each([
  ['a missing file', () => path.join(folder, 'none.onnx'), 'file-unreadable'],
  ['an empty folder', () => folder, 'model-unknown'],
  ['an unreachable server', () => 'http://127.0.0.1:1/x.gguf', 'fetch-failed'],
])('rejects %s with its own error code', async (_, target, code) => {
  await expect(inspect(target())).rejects.toMatchObject({ code });
});

test('reports a 404 response as a failed fetch with its status', async () => {
  const { url } = await serve({});
  await expect(inspect(`${url}/x.gguf`)).rejects.toMatchObject({
    code: 'fetch-failed',
    facts: { reason: 'http-status', status: 404 },
  });
});

test('counts the operations for the given sizes of free dimensions', async () => {
  const graph = createGraphBuilder('one');
  graph.input('x', 'float32', [1, 'length']);
  graph.output(graph.node('Relu', ['x'], {}, 'y'), 'float32', [1, 'length']);
  await writeModel('m.onnx', writeOnnx(graph.model(17)));
  const target = path.join(folder, 'm.onnx');
  expect(await inspect(target, { length: 300 })).toMatchObject({ flops: 300, peakActivationBytes: 2 * 4 * 300 });
  await expect(inspect(target, { width: 3 })).rejects.toMatchObject({
    code: 'input-invalid',
    facts: { name: 'width', reason: 'no-such-dimension', known: 'length' },
  });
});
