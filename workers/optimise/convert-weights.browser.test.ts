import { expect, test } from 'vitest';
import { convertModel, inspectForOptimising } from '#bridge/optimise-handle.ts';
import { buildTinyDecoder } from '#convert/decoder/tiny-decoder.fixture.ts';
import { readGgufHeader } from '#formats/gguf/read-gguf-header.ts';
import { readOnnxHeader } from '#formats/onnx/read-onnx-header.ts';

const subject = { kind: 'files', files: [new File([buildTinyDecoder('llama', 'Q8_0')], 'tiny.gguf')] } as const;

test('a quantised GGUF model is recognised and requantised with a warning', async () => {
  const model = await inspectForOptimising(subject, false, null);
  expect(model).toMatchObject({ name: 'tiny.gguf', quantisedAs: 'Q8_0', schemes: [] });
  const offer = model.conversions.find(({ conversion }) => 'type' in conversion && conversion.type === 'q4_0')!;
  expect(offer).toMatchObject({ requantised: 'Q8_0', reason: null });
  const { files, sizeBytes, requantised } = await convertModel({ subject, conversion: offer.conversion });
  expect([files.map(({ name }) => name), requantised]).toEqual([['tiny.q4_0.gguf'], 'Q8_0']);
  expect([files[0]!.size, sizeBytes]).toEqual([offer.sizeBytes, offer.sizeBytes]);
  const { tensors } = await readGgufHeader(files[0]!);
  expect(tensors.find(({ name }) => name === 'blk.0.ffn_up.weight')).toMatchObject({ type: 'Q4_0' });
});

test('a GGUF model is converted to an ONNX graph with its tokenizer', async () => {
  const { conversions } = await inspectForOptimising(subject, false, null);
  const offer = conversions.find(({ conversion }) => 'form' in conversion && conversion.form === 'w8a8')!;
  const { files, noTokenizer } = await convertModel({ subject, conversion: offer.conversion });
  expect(files.map(({ name }) => name)).toEqual([
    'tiny.w8a8.onnx',
    'tokenizer.json',
    'tokenizer_config.json',
    'config.json',
    'generation_config.json',
  ]);
  expect([files[0]!.size, noTokenizer]).toEqual([offer.sizeBytes, null]);
  expect((await readOnnxHeader(files[0]!)).graph!.inputs.map(({ name }) => name)).toContain('past_key_values.1.key');
});
