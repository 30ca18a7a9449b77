import { expect, test } from 'vitest';
import { buildDecoderGraph } from '#convert/decoder/decoder-graph.ts';
import { readGgufDecoder } from '#convert/decoder/gguf-decoder.ts';
import { buildTinyDecoder } from '#convert/decoder/tiny-decoder.fixture.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readParts } from '#formats/file-parts.ts';
import { openOnnx } from '#formats/onnx/read-onnx-header.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { loadBuild } from '../ort/ort-builds.ts';
import { toTensorSpec } from '../ort/ort-tensors.ts';
import { findWasmHeap } from '../ort/wasm-heap.ts';
import { readDecoderSignature, updatesInPlace, type DecoderSignature } from './decoder-signature.ts';
import { Decoder } from './decoder.ts';
import { HeapCache } from './heap-cache.ts';
import type { KeyValueCache } from './key-value-cache.ts';
import { OutputCache } from './output-cache.ts';

const contextLength = 1024;

test('a cache in the wasm heap gives bit-identical logits to a copied cache', { timeout: 60_000 }, async () => {
  const library = await loadBuild('wasm');
  library.env.wasm.numThreads = 1;
  const { config, weights } = await readGgufDecoder(toByteSource(buildTinyDecoder('llama')));
  const options = { form: 'w8a8', maxContext: contextLength } as const;
  const graph = await buildDecoderGraph({ ...config, contextLength }, weights, options);
  const bytes = await readParts(encodeOnnx(graph));
  const open = async (createCache: (signature: DecoderSignature) => KeyValueCache) => {
    const session = await library.InferenceSession.create(bytes);
    const toSpecs = (values: typeof session.inputMetadata) => values.map((value) => toTensorSpec(value, 'tiny'));
    const signature = readDecoderSignature('tiny', toSpecs(session.inputMetadata), toSpecs(session.outputMetadata));
    return new Decoder({ library, session, gpu: null, cache: createCache(signature) }, signature);
  };
  const decoders = [
    await open(({ cache }) => new HeapCache(library, findWasmHeap(library)!, cache, contextLength)),
    await open(({ cache }) => new OutputCache(library, cache, false)),
  ] as const;
  expect(updatesInPlace(decoders[0].signature, await openOnnx(toByteSource(bytes)))).toBe(true);
  const run = async (count: number) => {
    const tokens = Array.from({ length: count }, (_, index) => 3 + ((index * 37 + count) % 280));
    const [inHeap, copied] = [await decoders[0].run(tokens, 1), await decoders[1].run(tokens, 1)];
    expect(inHeap).toEqual(copied);
  };
  for (const count of [200, 1, 100, 1, 300]) await run(count); // exceeds the capacity twice
  for (const decoder of decoders) expect(decoder.truncate(150)).toBe(150);
  for (const count of [1, 20]) await run(count);
  for (const decoder of decoders) expect(decoder.truncate(0)).toBe(0);
  await run(5);
  for (const decoder of decoders) await decoder.close();
});
