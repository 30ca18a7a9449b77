import { existsSync, openAsBlob } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toByteSource } from '#formats/byte-source.ts';
import { dequantise } from '#formats/gguf/blocks/dequantise.ts';
import { quantise } from '#formats/gguf/blocks/quantise.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import { writeGguf } from '#formats/gguf/write-gguf.ts';
import { readParts } from '#formats/file-parts.ts';
import { buildTinyDecoder } from '../decoder/tiny-decoder.fixture.ts';
import { chooseTensorTypes } from './file-type.ts';
import { quantiseGguf } from './quantise-gguf.ts';

const gemma = join(process.env['ASSAY_TEST_MODELS'] ?? '', 'gemma-3-270m-q4_k_m.gguf');
const skipReason = existsSync(gemma) ? '' : ' (skipped: needs ASSAY_TEST_MODELS)';
test.skipIf(skipReason !== '')(`the Q4_K_M types match those of llama.cpp for Gemma 3${skipReason}`, async () => {
  const { tensors } = await readGgufHeader(await openAsBlob(gemma));
  const chosen = chooseTensorTypes(tensors, 'q4_k_m');
  for (const { name, type } of tensors) expect([name, chosen.get(name) ?? 'F32']).toEqual([name, type]);
});

test('converts only matrices to the new type', async () => {
  const file = buildTinyDecoder('llama');
  const before = await readGgufHeader(toByteSource(file));
  const { parts, requantised } = await quantiseGguf(toByteSource(file), 'q8_0');
  const quantised = await readParts(parts);
  const after = await readGgufHeader(toByteSource(quantised));
  expect(requantised).toBeNull();
  const added = new Set(['general.file_type', 'general.quantization_version']);
  expect([...after.metadata].filter(([key]) => !added.has(key))).toEqual([...before.metadata]);
  expect(after.metadata.get('general.file_type')).toBe(7);
  for (const [index, { name, dims, type, start, bytes }] of before.tensors.entries()) {
    const tensor = after.tensors[index]!;
    expect([tensor.name, tensor.dims, tensor.type]).toEqual([name, dims, dims.length === 2 ? 'Q8_0' : 'F32']);
    const values = dequantise('F32', file.subarray(start, start + bytes));
    const expected = type === 'F32' && dims.length === 1 ? quantise('F32', values) : quantise('Q8_0', values);
    expect(Buffer.from(quantised.subarray(tensor.start, tensor.start + tensor.bytes)).equals(expected)).toBe(true);
  }
});

test('reports weights that were already quantised', async () => {
  const { requantised } = await quantiseGguf(toByteSource(buildTinyDecoder('llama', 'Q8_0')), 'q4_0');
  expect(requantised).toBe('Q8_0');
});

test('rejects a mixture-of-experts model', async () => {
  const file = writeGguf([
    ['general.architecture', 'text', 'qwen3moe'],
    ['qwen3moe.expert_count', 'u32', 8],
  ]);
  await expect(quantiseGguf(toByteSource(file), 'q4_0')).rejects.toMatchObject({
    code: 'model-unsupported',
    facts: { why: 'qwen3moe.expert_count: 8' },
  });
});

test('rejects a file without the GGUF magic', async () => {
  const file = buildTinyDecoder('llama').slice();
  file[3] = 'X'.charCodeAt(0);
  await expect(quantiseGguf(toByteSource(file), 'q8_0')).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'gguf-magic-missing' },
  });
});

test('rejects non-finite weights and names the tensor', async () => {
  const file = buildTinyDecoder('llama').slice();
  const tensor = (await readGgufHeader(toByteSource(file))).tensors.find(({ dims }) => dims.length === 2)!;
  new DataView(file.buffer, file.byteOffset).setFloat32(tensor.start, NaN, true);
  const { parts } = await quantiseGguf(toByteSource(file), 'q8_0');
  await expect(readParts(parts)).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'tensor-not-finite', tensor: tensor.name },
  });
});
