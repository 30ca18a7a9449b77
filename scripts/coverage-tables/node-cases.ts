import { toAttribute, createFloats, type AttributeValue } from '#formats/onnx/graph-builder.ts';
import {
  attributeTypes,
  dataTypeNumbers,
  createMessage,
  createTensorValueInfo,
  type Attribute,
  type Graph,
  type OnnxDataType,
  type OnnxModel,
  type ValueInfo,
} from '#formats/onnx/onnx-model.ts';
import { writeOnnx } from '#formats/onnx/write-onnx.ts';

/** The definition of an operator of the standard domain in one opset (`onnx-schemas.py`). */
export interface OperatorSchema {
  readonly name: string;
  readonly since: number;
  /** The opset of the tested model, for which this definition is valid. */
  readonly opset: number;
  readonly inputs: readonly { readonly type: string; readonly isRequired: boolean }[];
  readonly outputs: readonly { readonly type: string; readonly isRequired: boolean }[];
  readonly minInputs: number;
  /** Element types of each type parameter; `null` for sequences and optional values. */
  readonly types: Readonly<Record<string, readonly (string | null)[]>>;
  /** Required attributes and their types. */
  readonly required: Readonly<Record<string, string>>;
}

/** The first input or output with a type parameter, which determines its type. */
export type ParameterPort = `${'input' | 'output'} ${number}`;

/** The domain of onnxruntime's own operators. */
export const contribDomain = 'com.microsoft';

export interface NodeCase {
  readonly schema: OperatorSchema;
  /** The element type of each parameter. */
  readonly types: Readonly<Record<string, OnnxDataType>>;
}

/** Types of trained models; the others (8-bit floats, complex numbers) only have CPU kernels. */
const probedTypes: readonly OnnxDataType[] =
  'float32 float16 int32 int64 uint8 int8 bool uint32 float64 uint64 int16 uint16 string bfloat16 int4 uint4'.split(
    ' ',
  ) as OnnxDataType[];

/** The number of combinations of types above which only one parameter is varied at a time. */
const maxCombinations = 300;

/** Lists the type parameters that the required inputs and outputs of a node determine. */
export function listTypeParameters({
  name,
  inputs,
  outputs,
  minInputs,
  types,
}: OperatorSchema): Map<string, ParameterPort> {
  const ports = new Map<string, ParameterPort>();
  const add = (type: string, port: ParameterPort) => {
    if (types[type] && !ports.has(type)) ports.set(type, port);
  };
  for (const [index, { type }] of inputs.slice(0, minInputs).entries()) add(type, `input ${index}`);
  for (const [index, { type, isRequired }] of outputs.entries())
    if (isRequired && name !== 'If') add(type, `output ${index}`);
  return ports;
}

/**
 * Lists the combinations of types that the schema allows; empty if a node has sequences, optional values or graphs,
 * except the branches of an If.
 */
export function listNodeCases(schema: OperatorSchema): NodeCase[] {
  const parameters = [...listTypeParameters(schema).keys()];
  const choices = parameters.map((name) => probedTypes.filter((type) => schema.types[name]?.includes(type)));
  const hasGraph = schema.name !== 'If' && Object.values(schema.required).includes('GRAPH');
  if (hasGraph || choices.some((types) => types.length === 0)) return [];
  const combinations = choices.reduce((product, types) => product * types.length, 1);
  const tuples =
    combinations <= maxCombinations
      ? choices.reduce<OnnxDataType[][]>(
          (all, types) => all.flatMap((tuple) => types.map((type) => [...tuple, type])),
          [[]],
        )
      : choices.flatMap((types, i) =>
          types.map((type) => choices.map(([first], index) => (index === i ? type : first!))),
        );
  return tuples.map((tuple) => ({
    schema,
    types: Object.fromEntries(tuple.map((type, index) => [parameters[index]!, type])),
  }));
}

/** Creates a value without shape and rank, so shape inference rejects nothing. */
function createShapelessValue(name: string, elementType: OnnxDataType): ValueInfo {
  const tensor = createMessage('TensorType', { elementType: dataTypeNumbers[elementType] });
  return createMessage('ValueInfo', { name, type: createMessage('Type', { tensor }) });
}

const attributeValues: Readonly<Record<string, AttributeValue>> = {
  direction: 'LEFT',
  equation: 'i->i',
  mode: 'TF',
  to: 'FLOAT',
  height_scale: createFloats(1),
  width_scale: createFloats(1),
  scales: createFloats([1, 1, 1, 1]),
};

function createRequiredAttributes({ schema, types }: NodeCase) {
  return Object.entries(schema.required).map(([name, type]) => {
    const output = types[schema.outputs[0]?.type ?? ''];
    if (type === 'GRAPH')
      return createMessage('Attribute', { name, type: attributeTypes.graph, graph: createBranch() });
    if (name === 'to' && type === 'INT' && output) return toAttribute(name, dataTypeNumbers[output]);
    return toAttribute(name, attributeValues[name] ?? (type === 'INTS' ? [1, 1] : 1));
  });
}

/** Creates a graph without inputs, whose output is a stored value. */
function createBranch(): Graph {
  const graph = createMessage('Graph', { name: 'branch' });
  const value = toAttribute('value', { dtype: 'float32', shape: [1], data: Float32Array.of(1) });
  graph.nodes.push(
    createMessage('Node', { opType: 'Constant', name: 'constant', outputs: ['stored'], attributes: [value] }),
  );
  graph.outputs.push(createTensorValueInfo('stored', 'float32', [1]));
  return graph;
}

/** The connections of the tested node. */
export interface Connections {
  /**
   * The input that is connected to the shape of another value, computed by onnxruntime on the CPU and converted to its
   * type.
   */
  readonly fromCpu?: number;
  /**
   * The output that is converted to float32 and added to an input, so the placement of the sum shows that of the
   * output.
   */
  readonly toSum?: number;
}

export const testedNode = 'tested';
export const sumNode = 'sum';

/**
 * Returns the type of an input or output in this case; a type that is not a parameter is fixed, as in `tensor(int64)`.
 */
export function getPortType({ schema, types }: NodeCase, parameter: string): OnnxDataType {
  const chosenType = types[parameter] ?? probedTypes.find((type) => schema.types[parameter]?.includes(type));
  const name = parameter.replace(/^tensor\((.*)\)$/, '$1');
  return chosenType ?? ((name === 'float' ? 'float32' : name === 'double' ? 'float64' : name) as OnnxDataType);
}

/** Builds a model of the node, whose inputs are inputs of the graph. */
export function buildCaseModel(node: NodeCase, { fromCpu = -1, toSum }: Connections = {}): Uint8Array<ArrayBuffer> {
  const { schema } = node;
  const graph = createMessage('Graph', { name: 'one-node' });
  const addInput = (name: string, type: OnnxDataType): string => {
    graph.inputs.push(createShapelessValue(name, type));
    return name;
  };
  const add = (opType: string, name: string, inputs: string[], outputs: string[], attributes: Attribute[] = []) =>
    graph.nodes.push(createMessage('Node', { opType, name, inputs, outputs, attributes }));
  const addCast = (from: string, to: string, type: OnnxDataType) =>
    add('Cast', `cast-${to}`, [from], [to], [toAttribute('to', dataTypeNumbers[type])]);

  const count = Math.max(schema.minInputs, fromCpu + 1);
  const inputs = Array.from({ length: count }, (_, index) => {
    const type = getPortType(node, (schema.inputs[index] ?? schema.inputs.at(-1)!).type);
    if (index !== fromCpu) return addInput(`x${index}`, type);
    add('Shape', 'shape', [addInput('shaped', 'float32')], ['shape']);
    if (type !== 'int64') addCast('shape', `x${index}`, type);
    return type === 'int64' ? 'shape' : `x${index}`;
  });
  const outputs = schema.outputs.flatMap(({ isRequired }, index) =>
    isRequired || index === toSum ? [`y${index}`] : [],
  );
  add(schema.name, testedNode, inputs, outputs, createRequiredAttributes(node));
  if (toSum === undefined) graph.outputs.push(...outputs.map((name) => createMessage('ValueInfo', { name })));
  else {
    addCast(`y${toSum}`, 'float', 'float32');
    add('Add', sumNode, ['float', addInput('addend', 'float32')], ['total']);
    graph.outputs.push(createMessage('ValueInfo', { name: 'total' }));
  }
  return writeOneNode(graph, [createMessage('OperatorSet', { domain: '', version: schema.opset })]);
}

/** Builds a model of a node of onnxruntime's own domain, with inputs of these types. */
export function buildContribModel(
  operator: string,
  types: readonly OnnxDataType[],
  attributes: Readonly<Record<string, AttributeValue>>,
): Uint8Array<ArrayBuffer> {
  const inputs = types.map((_, index) => `x${index}`);
  const graph = createMessage('Graph', { name: 'one-node' });
  graph.inputs.push(...inputs.map((name, index) => createShapelessValue(name, types[index]!)));
  graph.nodes.push(
    createMessage('Node', {
      opType: operator,
      domain: contribDomain,
      name: testedNode,
      inputs,
      outputs: ['y'],
      attributes: Object.entries(attributes).map(([name, value]) => toAttribute(name, value)),
    }),
  );
  graph.outputs.push(createMessage('ValueInfo', { name: 'y' }));
  return writeOneNode(graph, [
    createMessage('OperatorSet', { domain: '', version: 21 }),
    createMessage('OperatorSet', { domain: contribDomain, version: 1 }),
  ]);
}

function writeOneNode(graph: Graph, opsetImports: OnnxModel['opsetImports']): Uint8Array<ArrayBuffer> {
  return writeOnnx(createMessage('Model', { irVersion: 10, producerName: 'assay', opsetImports, graph }));
}
