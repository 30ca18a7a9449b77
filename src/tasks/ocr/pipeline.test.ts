import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { beforeAll, expect, test } from 'vitest';
import type { Graph, PipelineComponents } from '#core/task/task.ts';
import type { Tensors } from '#core/engine/tensor.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { createSyntheticImage } from '../synthetic-image.fixture.ts';
import { definition } from './pipeline.ts';
import { createRecognition } from './recognition.ts';
import { createTinyModelFiles, getTinyImagePixel, tinyImageSize, tinyText } from './tiny-graphs.fixture.ts';

beforeAll(() => {
  env.wasm.numThreads = 1;
});

const files = createTinyModelFiles();

async function openGraph(name: string): Promise<Graph> {
  const bytes = files[name]!;
  const session = await InferenceSession.create(bytes);
  const facts = await readFacts(toByteSource(bytes), name, new Map());
  return {
    facts: { inputs: facts.inputs, outputs: facts.outputs } as Graph['facts'],
    readHeader: async () => facts,
    async run(inputs) {
      const feeds = Object.entries(inputs).map(([input, { data, shape }]) => [
        input,
        new Tensor('float32', data as Float32Array, [...shape]),
      ]);
      const outputs = Object.entries(await session.run(Object.fromEntries(feeds)));
      const tensors = outputs.map(([output, { data, dims }]) => [output, { dtype: 'float32', shape: dims, data }]);
      return Object.fromEntries(tensors) as Tensors;
    },
  };
}

async function openComponents(...roles: ('detector' | 'direction' | 'recogniser')[]): Promise<PipelineComponents> {
  const names = { detector: 'det.onnx', direction: 'cls.onnx', recogniser: 'rec.onnx' };
  const graphs = await Promise.all(roles.map(async (role) => [role, await openGraph(names[role])] as const));
  return { graphs: Object.fromEntries(graphs), files: { keys: toByteSource(files['letters.txt']!) } };
}

const tinyImage = createSyntheticImage(tinyImageSize.width, tinyImageSize.height, (x, y) => {
  const grey = getTinyImagePixel(Math.floor(x), Math.floor(y));
  return [grey, grey, grey, 255];
});

test('text is detected, rotated and recognised in reading order, with its position', async () => {
  const pipeline = await definition.bind(await openComponents('detector', 'direction', 'recogniser'));
  const partial: string[] = [];
  const result = await pipeline.run(tinyImage, { onPartial: ({ text }) => partial.push(text) });
  expect(result.text).toBe(tinyText);
  expect(partial).toEqual([tinyText]);
  expect(result.pieces.map(({ row, upsideDown }) => [row, upsideDown])).toEqual([
    [0, false],
    [1, true],
  ]);
  // The first line's letters are at x 100 to 168 and y 30 to 50; boxes are grown around them.
  const [topLeft, , bottomRight] = result.pieces[0]!.quad;
  expect(Math.max(topLeft.x, topLeft.y - 30 + 100)).toBeLessThan(100);
  expect(bottomRight.x).toBeGreaterThan(168);
  expect(bottomRight.y).toBeGreaterThan(50);
  expect(result.pieces[0]!.score).toBeGreaterThan(0.9);
});

test('lines are not rotated without the direction graph', async () => {
  const pipeline = await definition.bind(await openComponents('detector', 'recogniser'));
  expect(await pipeline.run(tinyImage, {})).toMatchObject({ text: 'aab\nbab' });
});

test('an image without text has no lines', async () => {
  const pipeline = await definition.bind(await openComponents('detector', 'direction', 'recogniser'));
  const blank = createSyntheticImage(200, 100, () => [255, 255, 255, 255]);
  expect(await pipeline.run(blank, {})).toEqual({ text: '', pieces: [] });
});

test('text with a low recogniser score is omitted', async () => {
  const components = await openComponents('detector', 'recogniser');
  const { recogniser } = components.graphs;
  const unsureRecogniser: Graph = {
    ...recogniser!,
    async run(inputs) {
      const { letters } = await recogniser!.run(inputs);
      return {
        letters: { ...letters!, data: (letters!.data as Float32Array).map((probability) => probability * 0.49) },
      } as Tensors;
    },
  };
  const pipeline = await definition.bind({
    ...components,
    graphs: { ...components.graphs, recogniser: unsureRecogniser },
  });
  expect(await pipeline.run(tinyImage, {})).toEqual({ text: '', pieces: [] });
});

test('a key list of the wrong length is rejected with both lengths in the error', async () => {
  const components = await openComponents('detector', 'recogniser');
  const keys = toByteSource(new TextEncoder().encode('a\nb\nc\n'));
  await expect((async () => definition.bind({ ...components, files: { keys } }))()).rejects.toMatchObject({
    code: 'input-invalid',
    facts: { reason: 'keys-wrong-count', characters: 3, classes: 3 },
  });
});

test('characters in the metadata of the graph override a key list', async () => {
  const components = await openComponents('detector', 'recogniser');
  const recogniser = components.graphs['recogniser']!;
  const recogniserWithKeys: Graph = {
    ...recogniser,
    readHeader: async () => ({ ...(await recogniser.readHeader())!, metadata: { character: 'x\ny' } }),
  };
  const pipeline = await definition.bind({
    ...components,
    graphs: { ...components.graphs, recogniser: recogniserWithKeys },
  });
  expect(await pipeline.run(tinyImage, {})).toMatchObject({ text: 'xxy\nyxy' });
});

test('each graph matches its own role and no other', async () => {
  for (const [role, name] of [
    ['detector', 'det.onnx'],
    ['direction', 'cls.onnx'],
    ['recogniser', 'rec.onnx'],
  ] as const) {
    const { facts } = await openGraph(name);
    const matchingRoles = Object.entries(definition.roles).filter(([, { matches }]) => matches(facts));
    expect(matchingRoles.map(([id]) => id)).toEqual([role]);
  }
});

test('the output channels of a detector can be a free dimension, as in exports of PP-OCRv6', () => {
  const input = { name: 'x', dtype: 'float32', shape: ['n', 3, 'height', 'width'] } as const;
  const detector = (planes: number | string) =>
    definition.roles['detector']!.matches({
      inputs: [input],
      outputs: [{ name: 'y', dtype: 'float32', shape: ['n', planes, 'height', 'width'] }],
    });
  expect([detector('planes'), detector(1), detector(21)]).toEqual([true, true, false]);
});

test('the score is 1 minus the character error rate', () => {
  const corner = { x: 0, y: 0 };
  const line = (text: string) =>
    createRecognition([[{ text, score: 1, upsideDown: false, quad: [corner, corner, corner, corner] }]]);
  expect(definition.score(line('abcd'), line('abxd'))).toBe(0.75);
  expect(definition.score(line('much longer'), line('a'))).toBe(0);
});
