import type { FormatId } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import { toByteSource } from '../byte-source.ts';
import { createGraphBuilder } from '../onnx/graph-builder.ts';
import { writeOnnx } from '../onnx/write-onnx.ts';
import { writeFlatBuffer, type Fields } from './flat-buffer.fixture.ts';
import { writeGguf } from '../gguf/write-gguf.ts';
import { writeSafetensors } from './safetensors.fixture.ts';

/** A small valid file of a format, for tests and as a fuzzing seed. */
export interface TinyModel {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly siblings?: ReadonlyMap<string, ByteSource>;
}

const encodeJson = (value: unknown): Uint8Array<ArrayBuffer> => new TextEncoder().encode(JSON.stringify(value));

/** A decoder with one layer of width 8 and a Q4_0 matrix, and a metadata value of every type. */
export const createTinyLlama = (): TinyModel => ({
  name: 'tiny.gguf',
  bytes: writeGguf(
    [
      ['general.architecture', 'text', 'llama'],
      ['general.name', 'text', 'Tiny <b>qat</b>'],
      ['general.license', 'text', 'mit'],
      ['general.file_type', 'u32', 2],
      ['llama.context_length', 'u64', 128],
      ['llama.embedding_length', 'u32', 32],
      ['llama.block_count', 'i32', 1],
      ['llama.attention.head_count', 'u32', 4],
      ['llama.attention.head_count_kv', 'u32s', [2]],
      ['llama.rope.freq_base', 'f32', 10000],
      ['tokenizer.ggml.model', 'text', 'gpt2'],
      ['tokenizer.ggml.tokens', 'texts', ['a', 'b', 'ä', '']],
      ['tokenizer.ggml.add_bos_token', 'bool', true],
      ['tokenizer.chat_template', 'text', '{{ messages }}'],
      ['general.quantization_version', 'u8', 2],
    ],
    [
      { name: 'token_embd.weight', dims: [32, 4], type: 1, bytes: 256 },
      { name: 'blk.0.ffn_up.weight', dims: [32, 64], type: 2, bytes: 1152 },
      { name: 'output_norm.weight', dims: [32], type: 0, bytes: 128 },
    ],
  ),
});

/** Creates a TFLite tensor. */
function createTensor(shape: number[], type: number, buffer: number, name: string, scales = 0): Fields {
  const quantisation = { table: { 2: { numbers: Array.from({ length: scales }, () => 0x3f80_0000) } } };
  return {
    0: { numbers: shape },
    1: { number: type },
    2: { number: buffer },
    3: { text: name },
    ...(scales > 0 && { 4: quantisation }),
  };
}

/** A 3 x 3 convolution of a 4 x 4 x 2 image to 8 channels and a softmax, in int8, with float32 output. */
export const createTinyConvNet = (): TinyModel => ({
  name: 'tiny.tflite',
  bytes: writeFlatBuffer('TFL3', {
    0: { number: 3 },
    1: {
      tables: [
        { 0: { number: 3 }, 3: { number: 3 } },
        { 0: { number: 25 }, 3: { number: 25 } },
        { 0: { number: 32 }, 1: { text: 'Mystery' } },
      ],
    },
    2: {
      tables: [
        {
          0: {
            tables: [
              createTensor([1, 4, 4, 2], 9, 0, 'image', 1),
              createTensor([8, 3, 3, 2], 9, 1, 'filter', 8),
              createTensor([8], 2, 2, 'bias', 8),
              createTensor([1, 4, 4, 8], 9, 0, 'maps', 1),
              createTensor([1, 4, 4, 8], 9, 0, 'shares', 1),
              createTensor([1, 8], 0, 0, 'answer'),
            ],
          },
          1: { numbers: [0] },
          2: { numbers: [5] },
          3: {
            tables: [
              {
                0: { number: 0 },
                1: { numbers: [0, 1, 2] },
                2: { numbers: [3] },
                4: { table: { 0: { number: 0 }, 1: { number: 1 }, 2: { number: 1 } } },
              },
              { 0: { number: 1 }, 1: { numbers: [3] }, 2: { numbers: [4] } },
              { 0: { number: 2 }, 1: { numbers: [4, -1] }, 2: { numbers: [5] } },
            ],
          },
        },
      ],
    },
    3: { text: 'by hand' },
    4: {
      tables: [
        {},
        { 0: { bytes: new Uint8Array(144) } },
        { 0: { bytes: new Uint8Array(32) } },
        { 0: { bytes: new TextEncoder().encode('1.14.0') } },
      ],
    },
    6: { tables: [{ 0: { text: 'min_runtime_version' }, 1: { number: 3 } }] },
  }),
});

export const createTinyGraphModel = (): TinyModel => ({
  name: 'model.json',
  bytes: encodeJson({
    format: 'graph-model',
    generatedBy: '2.11.0',
    convertedBy: 'TensorFlow.js Converter v4',
    signature: {
      inputs: { x: { name: 'x:0', dtype: 'DT_FLOAT', tensorShape: { dim: [{ size: '-1' }, { size: '4' }] } } },
      outputs: { y: { name: 'Identity:0', dtype: 'DT_INT32', tensorShape: { unknownRank: true } } },
    },
    modelTopology: {
      node: [
        { name: 'x', op: 'Placeholder' },
        { name: 'w', op: 'Const' },
        { name: 'm', op: 'MatMul', input: ['x', 'w'] },
        { name: 'Identity', op: 'Identity', input: ['m'] },
      ],
      versions: { producer: 1286 },
    },
    weightsManifest: [
      {
        paths: ['group1-shard1of1.bin'],
        weights: [
          { name: 'w', shape: [4, 2], dtype: 'float32', quantization: { dtype: 'uint8', scale: 0.1, min: 0 } },
          { name: 'axis', shape: [], dtype: 'int32' },
        ],
      },
    ],
  }),
});

export const createTinyLayersModel = (): TinyModel => ({
  name: 'model.json',
  bytes: encodeJson({
    modelTopology: {
      model_config: {
        class_name: 'Sequential',
        config: {
          layers: [
            { class_name: 'Dense', config: { name: 'hidden', batch_input_shape: [null, 4], dtype: 'float32' } },
            { class_name: 'Model', config: { layers: [{ class_name: 'Dense', config: { name: 'inner' } }] } },
            { class_name: 'Activation', config: { name: 'last' } },
          ],
        },
      },
    },
    weightsManifest: [{ paths: ['a', 'b'], weights: [{ name: 'hidden/kernel', shape: [4, 2], dtype: 'float32' }] }],
  }),
});

export const createTinyWeights = (): TinyModel => ({
  name: 'model.safetensors',
  bytes: writeSafetensors(
    {
      __metadata__: { format: 'pt', license: 'mit' },
      a: { dtype: 'F16', shape: [2, 3], data_offsets: [0, 12] },
      b: { dtype: 'I64', shape: [], data_offsets: [12, 20] },
    },
    20,
  ),
  siblings: new Map([
    [
      'config.json',
      toByteSource(
        encodeJson({
          architectures: ['Qwen2ForCausalLM'],
          num_hidden_layers: 24,
          num_attention_heads: 14,
          num_key_value_heads: 2,
          hidden_size: 896,
          max_position_embeddings: 32_768,
          vocab_size: 151_936,
          sliding_window: 32_768,
          use_sliding_window: false,
        }),
      ),
    ],
  ]),
});

const tensorCache = {
  metadata: { ParamSize: 2, ParamBytes: 36, BitsPerParam: 4.5 },
  records: [
    {
      dataPath: 'params_shard_0.bin',
      nbytes: 36,
      records: [
        { name: 'w.q_weight', shape: [1, 8], dtype: 'uint32', nbytes: 32 },
        { name: 'w.q_scale', shape: [1, 2], dtype: 'float16', nbytes: 4 },
      ],
    },
  ],
};

export const createTinyMlc = (): TinyModel => ({
  name: 'mlc-chat-config.json',
  bytes: encodeJson({
    version: '0.1.0',
    model_type: 'llama',
    quantization: 'q4f16_1',
    model_config: {
      hidden_size: 2048,
      num_hidden_layers: 16,
      num_attention_heads: 32,
      num_key_value_heads: 8,
      head_dim: 64,
      context_window_size: 131_072,
    },
    vocab_size: 128_256,
    context_window_size: 4096,
    sliding_window_size: -1,
    conv_template: { name: 'llama-3' },
    tokenizer_files: ['tokenizer.json', 'tokenizer_config.json'],
  }),
  siblings: new Map([['tensor-cache.json', toByteSource(encodeJson(tensorCache))]]),
});

export const createTinyTensorCache = (): TinyModel => ({ name: 'tensor-cache.json', bytes: encodeJson(tensorCache) });

function createTinyOnnx(): TinyModel {
  const graph = createGraphBuilder('tiny');
  const x = graph.input('x', 'float32', ['batch', 4]);
  const w = graph.weights('w', [4, 2], new Float32Array(8));
  graph.node('Relu', [graph.node('MatMul', [x, w])], {}, 'y');
  graph.output('y', 'float32', ['batch', 2]);
  return { name: 'tiny.onnx', bytes: writeOnnx(graph.model(17)) };
}

/** y = x + 1 for a vector of three values; the weights have 4 bytes. */
export const createTinyIr = (): TinyModel => ({
  name: 'tiny.xml',
  bytes: new TextEncoder().encode(`<?xml version="1.0"?>
<net name="tiny &amp; small" version="11">
  <layers>
    <layer id="0" name="x" type="Parameter" version="opset1">
      <data shape="?,3" element_type="f32"/>
      <output><port id="0" precision="FP32" names="x"><dim>-1</dim><dim>3</dim></port></output>
    </layer>
    <layer id="1" name="one" type="Const" version="opset1">
      <data element_type="f32" shape="1" offset="0" size="4"/>
      <output><port id="0" precision="FP32"><dim>1</dim></port></output>
    </layer>
    <layer id="2" name="add" type="Add" version="opset1">
      <input><port id="0"><dim>-1</dim><dim>3</dim></port><port id="1"><dim>1</dim></port></input>
      <output><port id="2" precision="FP32" names="y"><dim>-1</dim><dim>3</dim></port></output>
    </layer>
    <layer id="3" name="y/sink" type="Result" version="opset1">
      <input><port id="0"><dim>-1</dim><dim>3</dim></port></input>
    </layer>
  </layers>
  <edges>
    <edge from-layer="0" from-port="0" to-layer="2" to-port="0"/>
    <edge from-layer="1" from-port="0" to-layer="2" to-port="1"/>
    <edge from-layer="2" from-port="2" to-layer="3" to-port="0"/>
  </edges>
</net>
`),
  siblings: new Map([['tiny.bin', toByteSource(new Uint8Array(Float32Array.of(1).buffer))]]),
});

export const modelCreatorsByFormat: Readonly<Record<FormatId, readonly (() => TinyModel)[]>> = {
  gguf: [createTinyLlama],
  tflite: [createTinyConvNet],
  tfjs: [createTinyGraphModel, createTinyLayersModel],
  safetensors: [createTinyWeights],
  mlc: [createTinyMlc, createTinyTensorCache],
  openvino: [createTinyIr],
  onnx: [createTinyOnnx],
};
