import type { DataType, Tensor } from '#core/tensor.ts';
import { Attributes } from './attributes.ts';
import { message, type Attribute, type Graph, type Node, type OnnxModel } from './model.ts';
import { withSubgraphs } from './stored-tensors.ts';
import { tensorOf, tensorProto } from './tensor-proto.ts';

/**
 * Input channels up to which a 1 x 1 convolution of integers is widened. Measured (onnxruntime-web 1.30.0, wasm, one
 * thread): MobileNetV2 in int8 then takes 0.53 of its time, and with all its convolutions 0.67; dense 3 x 3
 * convolutions (ResNet8) would take 1.6.
 */
export const thinChannels = 32;
/** float32 holds every integer up to here. */
const maxExact = 2 ** 24;

/**
 * Replaces convolutions of integers (`QLinearConv`) that onnxruntime's wasm kernels are slow at, depthwise and thin
 * 1 x 1 ones, by float32 convolutions. The results are the same to the last bit: all sums stay integers that float32
 * holds, which is checked for each, and are then scaled and rounded as by the original (x scale * w scale / y scale,
 * half to even). The weights stay integers as well: into float32 constants the engine would multiply the scales, and
 * the sums would no longer be integers. Whatever is not a constant, or might not be exact, stays as it is.
 *
 * @param model Changed in place.
 * @returns how many convolutions were widened
 * @throws AppError model-corrupt where a scale or a zero point is not as long as it says
 */
export function convolutionsToFloat32({ graph }: OnnxModel): number {
  if (!graph?.nodes.some(isIntegerConvolution)) return 0;
  const constants = new Constants(graph);
  const prefix = prefixOf(graph);
  const replaced: Node[] = [];
  graph.nodes = graph.nodes.flatMap((node) => {
    const nodes = isIntegerConvolution(node) ? floatNodes(node, constants, `${prefix}${replaced.length}/`) : null;
    if (nodes) replaced.push(node);
    return nodes ?? node;
  });
  // The engine warns of every tensor that no node reads.
  const left = new Set(replaced.flatMap(({ inputs }) => inputs));
  for (const { nodes, inputs, outputs } of withSubgraphs(graph)) {
    for (const name of nodes.flatMap((node) => node.inputs)) left.delete(name);
    for (const { name } of [...inputs, ...outputs]) left.delete(name);
  }
  graph.initializers = graph.initializers.filter(({ name }) => !left.has(name));
  return replaced.length;
}

const operator = 'QLinearConv';
const operatorBytes = new TextEncoder().encode(operator);
const [firstByte = 0] = operatorBytes;

const isIntegerConvolution = ({ opType, domain }: Node) => opType === operator && domain === '';

/** Whether an encoded model may have something to widen, by the operator's name: far quicker than to read the model. */
export function canRunInFloat(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(firstByte); at >= 0; at = bytes.indexOf(firstByte, at + 1))
    if (operatorBytes.every((byte, offset) => bytes[at + offset] === byte)) return true;
  return false;
}

/** A prefix that no name in the model begins with. */
function prefixOf(graph: Graph): string {
  const names = withSubgraphs(graph).flatMap(({ nodes, initializers, inputs }) => {
    const named = [nodes, initializers, inputs].flat().map(({ name }) => name);
    return named.concat(nodes.flatMap(({ outputs }) => outputs));
  });
  let prefix = 'widened/';
  while (names.some((name) => name.startsWith(prefix))) prefix = `_${prefix}`;
  return prefix;
}

/** The nodes that take the convolution's place, their names after `prefix`; null where it has to stay. */
function floatNodes(node: Node, constants: Constants, prefix: string): Node[] | null {
  const [x = '', xScale, xZeroName, w = '', wScales, wZeroName, yScale, yZeroName, biasName = ''] = node.inputs;
  const [xZero, wZero, yZero] = [xZeroName, wZeroName, yZeroName].map((name) => constants.zeroPoint(name));
  const filter = constants.shape(w);
  if (!xZero || !wZero || !yZero || !filter || !isSlow(new Attributes(node), filter)) return null;
  const [filters = 0, ...window] = filter;
  const scales = scalesOf(
    [xScale, wScales, yScale].map((name) => constants.values(name, 'float32')),
    filters,
  );
  const bias = biasName === '' ? [] : constants.values(biasName, 'int32');
  if (!scales || !bias) return null;
  const products = window.reduce((product, size) => product * size, 1);
  const maxBias = bias.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  if (products * xZero.reach * wZero.reach + maxBias > maxExact) return null;

  const add = (name: string, tensor: Tensor) => constants.add(`${prefix}${name}`, tensor);
  const made = (opType: string, inputs: string[], output: string, attributes: Attribute[] = []) =>
    message('Node', { name: `${prefix}${opType}/${output}`, opType, inputs, outputs: [output], attributes });
  const one = add('one', { dtype: 'float32', shape: [], data: Float32Array.of(1) });
  const [wideX, wideW, sums, scaled] = [`${prefix}x`, `${prefix}w`, `${prefix}sums`, `${prefix}scaled`] as const;
  const convolved: string[] = [wideX, wideW];
  if (biasName !== '')
    convolved.push(add('bias', { dtype: 'float32', shape: [filters], data: Float32Array.from(bias) }));
  const scalesShape = [1, filters, ...filter.slice(2).fill(1)];
  return [
    made('DequantizeLinear', [x, one, add('x-zero', xZero.scalar)], wideX),
    made('DequantizeLinear', [w, one, add('w-zero', wZero.scalar)], wideW),
    made('Conv', convolved, sums, node.attributes),
    made('Mul', [sums, add('scales', { dtype: 'float32', shape: scalesShape, data: scales })], scaled),
    made('QuantizeLinear', [scaled, one, add('y-zero', yZero.scalar)], node.outputs[0] ?? ''),
  ];
}

/** @param filter [out, in / group, ...kernel] */
function isSlow(attributes: Attributes, [, channels = 0, ...kernel]: readonly number[]): boolean {
  const isDepthwise = channels === 1 && attributes.int('group', 1) > 1;
  return kernel.length > 0 && (isDepthwise || (channels <= thinChannels && kernel.every((size) => size === 1)));
}

/** The factor for the sums of each filter; null where the engine would refuse the scales, or round otherwise. */
function scalesOf(
  [xScale, wScales, yScale]: readonly (readonly number[] | null)[],
  filters: number,
): Float32Array<ArrayBuffer> | null {
  if (xScale?.length !== 1 || yScale?.length !== 1 || !wScales) return null;
  if (wScales.length !== 1 && wScales.length !== filters) return null;
  const [x = NaN, y = NaN] = [xScale[0], yScale[0]];
  const scaleOf = (_: unknown, at: number) => Math.fround(x * (wScales[wScales.length === 1 ? 0 : at] ?? NaN)) / y;
  const scales = Float32Array.from({ length: filters }, scaleOf);
  return scales.every((scale) => scale > 0 && scale < Infinity) ? scales : null;
}

interface ZeroPoint {
  readonly scalar: Tensor;
  /** The largest distance of a value of the type from it. */
  readonly reach: number;
}

/** What a graph stores under a name. */
class Constants {
  readonly #graph: Graph;
  readonly #stored: ReadonlyMap<string, Graph['initializers'][number]>;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#stored = new Map(graph.initializers.map((tensor) => [tensor.name, tensor]));
  }

  /** null where it is computed. */
  shape(name: string): readonly number[] | null {
    return this.#stored.get(name)?.dims ?? null;
  }

  /** null where it is computed, of another type, or in another file. @throws AppError model-corrupt */
  values(name = '', dtype: DataType): readonly number[] | null {
    const stored = this.#stored.get(name);
    const tensor = stored && tensorOf(stored);
    if (tensor?.dtype !== dtype) return null;
    return Array.from<number | bigint | string, number>(tensor.data, Number);
  }

  /** One for the whole tensor, as a scalar; null where channels have their own. @throws AppError model-corrupt */
  zeroPoint(name = ''): ZeroPoint | null {
    const signed = this.values(name, 'int8');
    const [zero, ...others] = signed ?? this.values(name, 'uint8') ?? [];
    if (zero === undefined || others.some((value) => value !== zero)) return null;
    if (!signed) {
      const scalar: Tensor = { dtype: 'uint8', shape: [], data: Uint8Array.of(zero) };
      return { scalar, reach: Math.max(zero, 255 - zero) };
    }
    const scalar: Tensor = { dtype: 'int8', shape: [], data: Int8Array.of(zero) };
    return { scalar, reach: Math.max(zero + 128, 127 - zero) };
  }

  /** Stores a tensor. @returns its name */
  add(name: string, tensor: Tensor): string {
    this.#graph.initializers.push(tensorProto(name, tensor));
    return name;
  }
}
