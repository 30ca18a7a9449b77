import type { DataType, Tensor } from '#core/tensor.ts';
import { Attributes } from './attributes.ts';
import { dataTypeName, message, type Attribute, type Graph, type Node, type OnnxModel } from './model.ts';
import { withSubgraphs } from './stored-tensors.ts';
import { tensorOf, tensorProto } from './tensor-proto.ts';

/**
 * Input channels up to which a 1 x 1 convolution of integers is widened. By measure (onnxruntime-web 1.30.0, wasm, one
 * thread), MobileNetV2 in int8 then takes 0.53 of its time, and with all its convolutions 0.67; dense 3 x 3
 * convolutions (ResNet8) would take 1.6.
 */
export const thinChannels = 32;
/** float32 holds every integer up to here. */
const largestExact = 2 ** 24;
const limits: Partial<Record<DataType, readonly [least: number, most: number]>> = {
  uint8: [0, 255],
  int8: [-128, 127],
};

/**
 * Makes float32 convolutions of those of integers (`QLinearConv`) that onnxruntime's wasm kernels are slow at: depthwise
 * ones and thin 1 x 1 ones. The results are the same to the last bit: the sums stay integers that float32 holds, which is
 * checked for each, and are then scaled and rounded as the original is (x scale * w scale / y scale, half to even). The
 * weights stay integers in the file; whatever is not a constant, or might not be exact, stays as it is.
 *
 * @param model Changed in place.
 * @returns how many convolutions were widened
 */
export function widenConvolutions({ graph }: OnnxModel): number {
  if (!graph?.nodes.some(isIntegerConvolution)) return 0;
  const constants = new Constants(graph);
  const replaced: Node[] = [];
  graph.nodes = graph.nodes.flatMap((node) => {
    const nodes = isIntegerConvolution(node) ? widenedNodes(node, constants) : null;
    if (nodes) replaced.push(node);
    return nodes ?? node;
  });
  // The engine warns of every tensor that nobody asks for.
  const left = new Set(replaced.flatMap(({ inputs }) => inputs));
  for (const { nodes, inputs, outputs } of withSubgraphs(graph)) {
    for (const name of nodes.flatMap((node) => node.inputs)) left.delete(name);
    for (const { name } of [...inputs, ...outputs]) left.delete(name);
  }
  graph.initializers = graph.initializers.filter(({ name }) => !left.has(name));
  return replaced.length;
}

const isIntegerConvolution = ({ opType, domain }: Node) => opType === 'QLinearConv' && domain === '';

/** The nodes that take the convolution's place; null where it has to stay. */
function widenedNodes(node: Node, constants: Constants): Node[] | null {
  const [x = '', xScaleName, xZeroName, w = '', wScaleName, wZeroName, yScaleName, yZeroName, biasName = ''] =
    node.inputs;
  const [xScale, yScale, wScales] = [xScaleName, yScaleName, wScaleName].map((name) => constants.values(name));
  const [xZero, wZero, yZero] = [xZeroName, wZeroName, yZeroName].map((name) => constants.zeroPoint(name));
  const filter = constants.shape(w);
  const bias = biasName === '' ? [] : constants.values(biasName);
  if (!xScale || !yScale || !wScales || !xZero || !wZero || !yZero || !filter || !bias) return null;
  const [filters = 0, ...window] = filter;
  const products = window.reduce((product, size) => product * size, 1);
  if (!isSlow(new Attributes(node), filter) || xScale.length !== 1 || yScale.length !== 1) return null;
  if (products * xZero.reach * wZero.reach + Math.max(0, ...bias.map(Math.abs)) > largestExact) return null;

  const [y = ''] = node.outputs;
  const one = constants.add(`${y}/one`, { dtype: 'float32', shape: [], data: Float32Array.of(1) });
  const scales = Float32Array.from({ length: filters }, (_, channel) => {
    const wScale = wScales[wScales.length === 1 ? 0 : channel] ?? NaN;
    return Math.fround((xScale[0] ?? NaN) * wScale) / (yScale[0] ?? NaN);
  });
  const scalesShape = [1, filters, ...filter.slice(2).fill(1)];
  const convolved = [`${y}/x`, `${y}/w`];
  if (biasName !== '') {
    const data = Float32Array.from(bias);
    convolved.push(constants.add(`${y}/bias`, { dtype: 'float32', shape: [filters], data }));
  }
  return [
    made('DequantizeLinear', [x, one, constants.add(`${y}/x-zero`, xZero.scalar)], `${y}/x`),
    made('DequantizeLinear', [w, one, constants.add(`${y}/w-zero`, wZero.scalar)], `${y}/w`),
    made('Conv', convolved, `${y}/sums`, node.attributes),
    made(
      'Mul',
      [`${y}/sums`, constants.add(`${y}/scales`, { dtype: 'float32', shape: scalesShape, data: scales })],
      `${y}/scaled`,
    ),
    made('QuantizeLinear', [`${y}/scaled`, one, constants.add(`${y}/y-zero`, yZero.scalar)], y),
  ];
}

/** @param filter [out, in / group, ...kernel] */
function isSlow(attributes: Attributes, [, channels = 0, ...kernel]: readonly number[]): boolean {
  const isDepthwise = channels === 1 && attributes.int('group', 1) > 1;
  return isDepthwise || (channels <= thinChannels && kernel.every((size) => size === 1));
}

function made(opType: string, inputs: string[], output: string, attributes: Attribute[] = []): Node {
  return message('Node', { name: output, opType, inputs, outputs: [output], attributes });
}

interface ZeroPoint {
  readonly scalar: Tensor;
  /** The furthest that a value can lie from it. */
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

  /** null where it is computed, or lies in another file. @throws AppError model-corrupt */
  values(name = ''): readonly number[] | null {
    const stored = this.#stored.get(name);
    const data = stored && tensorOf(stored)?.data;
    return data ? Array.from<number | bigint | string, number>(data, Number) : null;
  }

  /** One for the whole tensor, as a scalar; null where channels have their own. @throws AppError model-corrupt */
  zeroPoint(name = ''): ZeroPoint | null {
    const values = this.values(name);
    const dtype = dataTypeName(this.#stored.get(name)?.dataType ?? 0);
    const [zero] = values ?? [];
    const [least, most] = (dtype && limits[dtype as DataType]) ?? [];
    if (!values || zero === undefined || least === undefined || most === undefined) return null;
    if (values.some((value) => value !== zero)) return null;
    const scalar =
      dtype === 'int8'
        ? ({ dtype, shape: [], data: Int8Array.of(zero) } as const)
        : ({ dtype: 'uint8', shape: [], data: Uint8Array.of(zero) } as const);
    return { scalar, reach: Math.max(zero - least, most - zero) };
  }

  /** Stores a tensor. @returns its name */
  add(name: string, tensor: Tensor): string {
    this.#graph.initializers.push(tensorProto(name, tensor));
    return name;
  }
}
