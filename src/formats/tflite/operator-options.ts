import type { GraphAttribute } from '#graph/model-graph.ts';
import type { TfliteOperator } from './tflite-model.ts';
import type { FlatBufferTable } from './flatbuffer-table.ts';

type Kind = 'int' | 'one' | 'flag' | 'float' | 'ints' | 'padding' | 'activation';

/** Enumerations of schema.fbs: `Padding` and `ActivationFunctionType`. */
const paddings = ['SAME', 'VALID'];
const activations = ['NONE', 'RELU', 'RELU_N1_TO_1', 'RELU6', 'TANH', 'SIGN_BIT'];

const strides = 'padding:padding stride_w:int stride_h:int';
const activation = 'fused_activation_function:activation';
const dilations = 'dilation_w_factor:one dilation_h_factor:one';
const pool = `${strides} filter_width:int filter_height:int ${activation}`;
const reducer = 'keep_dims:flag';

/** The fields of the options of each operator in order. Source: the `*Options` tables of schema.fbs, version 3. */
const fieldsByOperator: Readonly<Record<string, string>> = {
  CONV_2D: `${strides} ${activation} ${dilations}`,
  DEPTHWISE_CONV_2D: `${strides} depth_multiplier:int ${activation} ${dilations}`,
  TRANSPOSE_CONV: `${strides} ${activation}`,
  AVERAGE_POOL_2D: pool,
  MAX_POOL_2D: pool,
  L2_POOL_2D: pool,
  FULLY_CONNECTED: activation,
  SOFTMAX: 'beta:float',
  CONCATENATION: `axis:int ${activation}`,
  ADD: activation,
  SUB: activation,
  MUL: activation,
  DIV: activation,
  L2_NORMALIZATION: activation,
  RESHAPE: 'new_shape:ints',
  SQUEEZE: 'squeeze_dims:ints',
  RESIZE_BILINEAR: ':int :int align_corners:flag half_pixel_centers:flag',
  RESIZE_NEAREST_NEIGHBOR: 'align_corners:flag half_pixel_centers:flag',
  GATHER: 'axis:int batch_dims:int',
  MEAN: reducer,
  SUM: reducer,
  REDUCE_MAX: reducer,
  REDUCE_MIN: reducer,
  REDUCE_PROD: reducer,
  SPLIT: 'num_splits:int',
  PACK: 'values_count:int,axis:int',
  UNPACK: 'num:int,axis:int',
  STRIDED_SLICE: 'begin_mask:int end_mask:int ellipsis_mask:int new_axis_mask:int shrink_axis_mask:int',
  BATCH_MATMUL: 'adj_x:flag adj_y:flag',
  LEAKY_RELU: 'alpha:float',
  SPACE_TO_DEPTH: 'block_size:int',
  DEPTH_TO_SPACE: 'block_size:int',
};

/** Formats the options of an operator that {@link fieldsByOperator} lists. */
export function formatOptions({ type, options }: TfliteOperator): GraphAttribute[] {
  const fields = Object.hasOwn(fieldsByOperator, type) ? fieldsByOperator[type]!.split(/[ ,]/) : [];
  if (!options) return [];
  return fields.flatMap((field, index) => {
    const [name, kind] = field.split(':') as [string, Kind];
    return name === '' ? [] : [{ name, value: formatOption(options, index, kind) }];
  });
}

function formatOption(options: FlatBufferTable, field: number, kind: Kind): string {
  switch (kind) {
    case 'int':
      return String(options.i32(field));
    case 'one':
      return String(options.i32(field, 1));
    case 'flag':
      return String(options.u8(field) !== 0);
    case 'float':
      return String(Number(options.f32(field).toPrecision(7)));
    case 'ints':
      return (options.i32s(field) ?? []).join(', ');
    case 'padding':
      return paddings[options.u8(field)] ?? String(options.u8(field));
    case 'activation':
      return activations[options.u8(field)] ?? String(options.u8(field));
  }
}
