import { openAsBlob } from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ByteSource } from '#core/model/model.ts';
import { findConnections, type ModelGraph } from '#graph/model-graph.ts';
import { computeTensorStatistics } from '#graph/tensor-statistics.ts';
import type { OpenGraph } from './format.ts';
import { readGraph } from './index.ts';

const testData = process.env.ASSAY_TEST_DATA;
const testModels = process.env.ASSAY_TEST_MODELS;

beforeEach(({ skip }) => {
  if (!testData) skip('needs ASSAY_TEST_DATA');
});

async function open(file: string, ...siblings: string[]): Promise<OpenGraph> {
  const filePath = path.resolve(testData ?? '', file);
  const openedSiblings = siblings.map(
    async (name) => [name, await openAsBlob(path.join(path.dirname(filePath), name))] as [string, ByteSource],
  );
  return readGraph(await openAsBlob(filePath), path.basename(file), new Map(await Promise.all(openedSiblings)));
}

/** Counts the pairs of nodes that a value connects. */
function countEdges(graph: ModelGraph): number {
  const { producers, consumers } = findConnections(graph);
  const pairs = consumers.flatMap((nodes, value) => nodes.map((node) => `${producers[value]} ${node}`));
  return new Set(pairs.filter((pair) => !pair.startsWith('-1 '))).size;
}

describe('the graphs of real models', () => {
  // Expected values computed with the Python package onnx 1.23.2 over nodes and subgraphs without Constant nodes. Edges
  // are pairs of nodes.
  test.each([
    ['onnx-classify/mobilenetv2-12-int8', 73, 83, 1, 1],
    ['onnx-classify/SqueezeNet_fp16', 66, 73, 1, 1],
    ['onnx-detect/yolox_nano', 369, 502, 1, 1],
    ['onnx-audio/silero_vad', 348, 415, 3, 2],
    ['onnx-text/gpt2-tiny-decoder', 851, 1036, 2, 11],
    ['onnx-face/mobilefacenet', 98, 109, 1, 1],
    ['onnx-segment/selfie_segmentation_landscape', 172, 206, 1, 1],
    ['onnx-ocr/en_number_mobile_v2.0_rec_infer', 332, 385, 1, 1],
  ])('%s has the nodes and edges that onnx finds', async (file, nodes, edges, inputs, outputs) => {
    const { graph } = await open(`${file}.onnx`);
    expect([graph.nodes.length, countEdges(graph), graph.inputs.length, graph.outputs.length]).toEqual([
      nodes,
      edges,
      inputs,
      outputs,
    ]);
  });

  // Expected values computed with the Python package tflite 2.18.0 over all subgraphs.
  test.each([
    ['mobilenet_v2_1.0_224_quant', 66, 75],
    ['face_landmark', 210, 229],
    ['keras_lstm_mnist_ptq', 6, 5],
    ['palm_detection_lite', 232, 277],
  ])('%s has the nodes and edges that tflite finds', async (file, nodes, edges) => {
    const { graph } = await open(`tflite/${file}.tflite`);
    expect([graph.nodes.length, countEdges(graph)]).toEqual([nodes, edges]);
  });

  test('reads the nodes of a TensorFlow.js graph, without constants and placeholders', async () => {
    const { graph } = await open('tfjs/human/facemesh.json', 'facemesh.bin');
    const { modelTopology } = JSON.parse(
      await (await openAsBlob(path.join(testData!, 'tfjs/human/facemesh.json'))).text(),
    ) as {
      modelTopology: { node: { op: string }[] };
    };
    const computing = modelTopology.node.filter(({ op }) => !['Const', 'Placeholder', 'NoOp'].includes(op));
    expect(graph.nodes).toHaveLength(computing.length);
    expect(graph.inputs).toHaveLength(1);
    expect(graph.nodes.every(({ flops }) => flops !== null)).toBe(true);
  });

  // According to gguf-dump of the Python package gguf 0.19.0, the file has five blocks between the embedding and the
  // output norm.
  test('reads a GGUF model as a chain of its layers', async () => {
    const { graph } = await open('gguf/stories260K.gguf');
    expect(graph.nodes.map(({ name }) => name)).toEqual([
      'token_embd',
      'blk.0',
      'blk.1',
      'blk.2',
      'blk.3',
      'blk.4',
      'output',
    ]);
    expect(countEdges(graph)).toBe(6);
  });

  test('reads the attributes of a node', async () => {
    const onnx = await open('onnx-face/mobilefacenet.onnx');
    const conv = onnx.graph.nodes.findIndex(({ operator }) => operator === 'Conv');
    expect(Object.fromEntries(onnx.formatAttributes(conv).map(({ name, value }) => [name, value]))).toMatchObject({
      kernel_shape: '3, 3',
      strides: '2, 2',
    });
    // Values from the Python package tflite: padding 0, stride 2, activation 3.
    const tflite = await open('tflite/mobilenet_v2_1.0_224_quant.tflite');
    expect(Object.fromEntries(tflite.formatAttributes(0).map(({ name, value }) => [name, value]))).toEqual({
      padding: 'SAME',
      stride_w: '2',
      stride_h: '2',
      fused_activation_function: 'RELU6',
      dilation_w_factor: '1',
      dilation_h_factor: '1',
    });
  });
});

describe('the statistics of stored tensors', () => {
  // Expected values computed with numpy from the values that onnx 1.23.2, tflite 2.18.0 and gguf 0.19.0 read, the
  // histograms with np.histogram.
  test.each([
    [
      'onnx-detect/yolox_nano.onnx',
      'onnx::Conv_1298',
      131_072,
      -1.4111363887786865,
      0.7699019312858582,
      0.0004620380207629581,
      0.054697209373271896,
      0,
      [1, 0, 0, 0, 0],
    ],
    [
      'onnx-classify/SqueezeNet_fp16.onnx',
      'conv10_w_0',
      512_000,
      -0.1871337890625,
      0.25439453125,
      0.006730157440528273,
      0.04171880552037657,
      0,
      [1, 0, 3, 8, 20],
    ],
    [
      'onnx-classify/mobilenetv2-12-int8.onnx',
      'classifier.1.weight_quantized',
      1_280_000,
      -127,
      127,
      -0.00869140625,
      39.908000982612585,
      12_222,
      [402, 269, 406, 824, 1121],
    ],
    [
      'tflite/mobilenet_v2_1.0_224_quant.tflite',
      'MobilenetV2/Conv/Conv2D_Fold;MobilenetV2/Conv/weights_quant/FakeQuantWithMinMaxVars',
      864,
      1,
      255,
      121.4375,
      21.328358388018938,
      0,
      [2, 0, 0, 1, 2],
    ],
    [
      'gguf/stories260K.gguf',
      'blk.2.ffn_up.weight',
      11_008,
      -0.4873722791671753,
      0.5513452887535095,
      0.002744763723842557,
      0.12045391657950907,
      0,
      [2, 0, 2, 2, 5],
    ],
    [
      'SmolLM2-135M-Instruct.Q4_1.gguf',
      'blk.3.attn_q.weight',
      331_776,
      -2.625,
      2.843994140625,
      -0.0002904441437603515,
      0.22292745445814063,
      105,
      [1, 0, 0, 0, 0],
    ],
  ])('those of %s, %s, equal those of numpy', async (file, name, elements, min, max, mean, deviation, zeros, first) => {
    const isLarge = file.startsWith('SmolLM2');
    if (isLarge && !testModels) return expect(testModels).toBeUndefined();
    const { graph, openWeight } = await open(isLarge ? path.join(testModels!, file) : file);
    const values = await openWeight(graph.values.findIndex((value) => value.name === name));
    const statistics = await computeTensorStatistics(values!);
    expect(statistics).toMatchObject({ elements, zeros, notFinite: 0 });
    expect(statistics.range).toMatchObject({ min, max });
    expect(statistics.range!.mean).toBeCloseTo(mean, 8);
    expect(statistics.range!.deviation).toBeCloseTo(deviation, 6);
    expect(statistics.histogram.slice(0, 5)).toEqual(first);
    expect(statistics.histogram.reduce((a, b) => a + b)).toBe(elements);
  });

  test('an error names the file of a tensor that was not opened', async () => {
    const { graph, openWeight } = await open('tfjs/human/facemesh.json');
    const constant = graph.values.findIndex((value) => value.constant !== null);
    await expect(openWeight(constant)).rejects.toThrow('reason: file-missing; file: facemesh.bin');
  });
});

test('rejects reading the graph of a file that stores only weights', async () => {
  await expect(open('onnx-audio/silero_vad_16k.safetensors')).rejects.toThrow('graph-unavailable');
  await expect(open('tfjs/face-api/face_landmark_68_model-weights_manifest.json')).rejects.toThrow('graph-unavailable');
});
