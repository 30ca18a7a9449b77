import { readFile } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { toByteSource } from '../byte-source.ts';
import { detectFormat, readFacts } from '../index.ts';
import { createTinyIr } from '../tiny/models.fixture.ts';
import { parseXmlTags } from './xml-tags.ts';

const { name, bytes, siblings } = createTinyIr();
const text = new TextDecoder().decode(bytes);
const readXmlFacts = (xml: string, files = siblings) =>
  readFacts(toByteSource(new TextEncoder().encode(xml)), name, files);

test('the facts of a small IR file match a manual calculation', async () => {
  expect((await detectFormat(toByteSource(bytes), name)).id).toBe('openvino');
  expect(await readXmlFacts(text)).toMatchObject({
    format: 'openvino',
    formatVersion: '11',
    name: 'tiny & small',
    sizeBytes: bytes.length + 4,
    parameters: 1,
    weights: [{ dtype: 'float32', tensors: 1, parameters: 1, bytes: 4 }],
    inputs: [{ name: 'x', dtype: 'float32', shape: [null, 3] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [null, 3] }],
    operators: { Add: 1 },
    externalFiles: [{ name: 'tiny.bin', sizeBytes: 4 }],
    quantisation: { kind: 'none', name: 'float32' },
  });
});

test('lists a missing weights file, and rejects truncated weights', async () => {
  expect((await readXmlFacts(text, new Map())).externalFiles).toEqual([{ name: 'tiny.bin', sizeBytes: null }]);
  const truncated = readXmlFacts(text, new Map([['tiny.bin', toByteSource(new Uint8Array(3))]]));
  await expect(truncated).rejects.toMatchObject({
    code: 'model-corrupt',
    facts: { reason: 'weights-cut-off', sizeBytes: 3, expectedBytes: 4 },
  });
});

test.each([
  ['a truncated file', text.slice(0, -20), 'no-graph'],
  ['an offset that is not a number', text.replace('offset="0"', 'offset="x"'), 'number-out-of-range'],
  ['a negative shape', text.replace('shape="1"', 'shape="-1"'), 'tensor-too-large'],
])('rejects %s', async (_, xml, reason) => {
  await expect(readXmlFacts(xml)).rejects.toMatchObject({ code: 'model-corrupt', facts: { reason } });
});

test('does not count layers in a loop body as layers of the network', async () => {
  const body = '<body><layers><layer id="0" type="Parameter"/><layer id="9" type="Relu"/></layers></body>';
  const { operators, inputs } = await readXmlFacts(text.replace('<data shape="?,3" element_type="f32"/>', `$&${body}`));
  expect(operators).toEqual({ Add: 1 });
  expect(inputs).toHaveLength(1);
});

test('distinguishes a model from a web page and an annotation', async () => {
  for (const other of ['<?xml version="1.0"?><annotation/>', '<html><net ></html>'])
    await expect(readXmlFacts(other)).rejects.toMatchObject({ code: 'model-unknown' });
});

test('reads tags with single or double quotes in linear time, without resolving entities', () => {
  const tags = [...parseXmlTags('<!-- <a> --><b c=\'1\' d="&lt;>">x<e/></b>')].slice(1);
  expect(tags).toMatchObject([
    { name: 'b', attributes: { c: '1', d: '<>' }, text: 'x' },
    { name: 'e', isClosing: true },
    { name: 'b', isOpening: false },
  ]);
  const startMs = performance.now();
  for (const part of ['<', '< a', '<a b="', '&amp;', ' '])
    expect([...parseXmlTags(`<a ${part.repeat(300_000)}`)]).toBeDefined();
  expect(performance.now() - startMs).toBeLessThan(5_000);
});

const folder = process.env['ASSAY_TEST_DATA'];
describe.skipIf(!folder)('models of the Open Model Zoo (skipped without ASSAY_TEST_DATA)', () => {
  // Parameters and shapes according to the zoo's documentation of each model.
  test.each([
    ['face-detection-retail-0005', 1.021, [1, 3, 300, 300], [1, 1, 200, 7]],
    ['landmarks-regression-retail-0009', 0.191, [1, 3, 48, 48], [1, 10, 1, 1]],
  ])('%s', async (model, millions, input, output) => {
    const openFile = async (extension: string) =>
      toByteSource(new Uint8Array(await readFile(`${folder}/openvino/${model}.${extension}`)));
    const siblings = new Map([[`${model}.bin`, await openFile('bin')]]);
    const facts = await readFacts(await openFile('xml'), `${model}.xml`, siblings);
    expect(facts.name).toBe(model);
    expect(facts.parameters! / 1e6).toBeCloseTo(millions, 2);
    expect(facts.inputs.map(({ shape }) => shape)).toEqual([input]);
    expect(facts.outputs.map(({ shape }) => shape)).toEqual([output]);
  });
});
