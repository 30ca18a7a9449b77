import { AppError } from '#core/errors/error.ts';
import { countElements, type DataType, type Tensor } from '#core/engine/tensor.ts';
import type { ByteSource } from '#core/model/model.ts';
import {
  attributeTypes,
  dataTypeNumbers,
  createMessage,
  createTensorValueInfo,
  type Attribute,
  type OnnxModel,
} from './onnx-model.ts';
import { createTensorProto } from './tensor-proto.ts';

/** A number or list of numbers is an integer attribute; {@link createFloats} marks floats. */
export type AttributeValue =
  | number
  | readonly number[]
  | string
  | Tensor
  | { readonly floats: readonly number[] | number };

/** Creates a float attribute: unlike JavaScript, ONNX distinguishes 1 from 1.0. */
export function createFloats(value: number | readonly number[]): { readonly floats: readonly number[] | number } {
  return { floats: value };
}

/**
 * Builds a graph in call order. Values are identified by name; every call returns the name of its value. A
 * non-standard operator is prefixed with its domain and a colon.
 */
export interface GraphBuilder {
  /** A string in `shape` is a named free dimension. */
  input(name: string, dtype: DataType, shape: readonly (number | string)[]): string;
  /** The tensor's buffer is not copied, and must remain unchanged until the model is written. */
  initializer(name: string, tensor: Tensor): string;
  /** A float32 initializer. */
  weights(name: string, shape: readonly number[], data: Float32Array): string;
  /** An initializer whose little-endian values are read when the model is written. */
  stored(name: string, dtype: DataType, shape: readonly number[], bytes: ByteSource): string;
  /** An int64 initializer; without `shape` a vector. */
  integers(name: string, values: readonly number[], shape?: readonly number[]): string;
  /** A node with one output, named `output` or after the operator. An empty input name omits that input. */
  node(
    operator: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, AttributeValue>>,
    output?: string,
  ): string;
  /** A node with several named outputs; an empty name omits that output. */
  nodeWithOutputs(
    operator: string,
    inputs: readonly string[],
    outputs: readonly string[],
    attributes?: Readonly<Record<string, AttributeValue>>,
  ): void;
  /** Declares the value `name` as an output of the graph. */
  output(name: string, dtype: DataType, shape: readonly (number | string)[]): void;
  /** Creates the model: standard operators have this opset, operators of other domains version 1. */
  model(opset: number): OnnxModel;
}

/** IR 8 is the newest version that every supported engine reads with opset 17. */
const irVersion = 8;

export function createGraphBuilder(name: string): GraphBuilder {
  const graph = createMessage('Graph', { name });
  const domains = new Set(['']);
  let unnamedCount = 0;
  const initializer: GraphBuilder['initializer'] = (name, tensor) => {
    if (tensor.data.length !== countElements(tensor.shape))
      throw new AppError('internal', {
        why: `${name} has ${tensor.data.length} values for [${tensor.shape.join(',')}]`,
      });
    graph.initializers.push(createTensorProto(name, tensor));
    return name;
  };
  const nodeWithOutputs: GraphBuilder['nodeWithOutputs'] = (operator, inputs, outputs, attributes = {}) => {
    const [opType = '', domain = ''] = operator.split(':').toReversed();
    domains.add(domain);
    graph.nodes.push(
      createMessage('Node', {
        name: outputs[0] ?? '',
        opType,
        domain,
        inputs: [...inputs],
        outputs: [...outputs],
        attributes: Object.entries(attributes).map(([name, value]) => toAttribute(name, value)),
      }),
    );
  };
  return {
    initializer,
    input(name, dtype, shape) {
      graph.inputs.push(createTensorValueInfo(name, dtype, shape));
      return name;
    },
    weights: (name, shape, data) => initializer(name, { dtype: 'float32', shape, data }),
    integers: (name, values, shape = [values.length]) =>
      initializer(name, { dtype: 'int64', shape, data: BigInt64Array.from(values, BigInt) }),
    stored(name, dtype, shape, rawData) {
      graph.initializers.push(
        createMessage('TensorProto', { name, dims: [...shape], dataType: dataTypeNumbers[dtype], rawData }),
      );
      return name;
    },
    nodeWithOutputs,
    node(operator, inputs, attributes, output = `${operator.replace(/^.*:/, '')}_${unnamedCount++}`) {
      nodeWithOutputs(operator, inputs, [output], attributes);
      return output;
    },
    output(name, dtype, shape) {
      graph.outputs.push(createTensorValueInfo(name, dtype, shape));
    },
    model: (opset) =>
      createMessage('Model', {
        irVersion,
        producerName: 'assay',
        opsetImports: [...domains].map((domain) =>
          createMessage('OperatorSet', { domain, version: domain === '' ? opset : 1 }),
        ),
        graph,
      }),
  };
}

/** Creates an attribute of a node, with the type of the value. */
export function toAttribute(name: string, value: AttributeValue): Attribute {
  const { float, int, string, tensor, floats, ints } = attributeTypes;
  if (typeof value === 'number') return createMessage('Attribute', { name, type: int, int: BigInt(value) });
  if (typeof value === 'string')
    return createMessage('Attribute', { name, type: string, string: new TextEncoder().encode(value) });
  if ('dtype' in value) return createMessage('Attribute', { name, type: tensor, tensor: createTensorProto('', value) });
  if (!('floats' in value)) return createMessage('Attribute', { name, type: ints, ints: value.map(BigInt) });
  if (typeof value.floats === 'number') return createMessage('Attribute', { name, type: float, float: value.floats });
  return createMessage('Attribute', { name, type: floats, floats: [...value.floats] });
}
