import type { ByteSource } from '#core/model/model.ts';

/**
 * The messages of onnx.proto (IR version 11), for reading and writing: number, kind and occurrence of every field.
 * Numbers and kinds are those of the format; names are not.
 *
 * Kinds: `int` is an int32, int64 or enum held as a number; `int64` one that needs all 64 bits, held as a bigint; a
 * `blob` is bytes in memory or in a file; typed arrays are named after their element; any other name is a
 * message of this table.
 *
 * Occurrence: `plain` has a default (0 or '', equivalent to absence); `optional` may be undefined; `repeated` is an array,
 * one key per element on the wire (proto2); `packed` is one typed array, undefined when absent.
 */
const schema = {
  Model: {
    irVersion: [1, 'int', 'plain'],
    producerName: [2, 'string', 'plain'],
    producerVersion: [3, 'string', 'plain'],
    domain: [4, 'string', 'plain'],
    modelVersion: [5, 'int64', 'optional'],
    docString: [6, 'string', 'plain'],
    graph: [7, 'Graph', 'optional'],
    opsetImports: [8, 'OperatorSet', 'repeated'],
    metadata: [14, 'StringPair', 'repeated'],
    trainings: [20, 'Training', 'repeated'],
    functions: [25, 'Function', 'repeated'],
    configurations: [26, 'DeviceConfiguration', 'repeated'],
  },
  OperatorSet: { domain: [1, 'string', 'plain'], version: [2, 'int', 'plain'] },
  StringPair: { key: [1, 'string', 'plain'], value: [2, 'string', 'plain'] },
  Training: {
    initialisation: [1, 'Graph', 'optional'],
    algorithm: [2, 'Graph', 'optional'],
    initialisationBindings: [3, 'StringPair', 'repeated'],
    updateBindings: [4, 'StringPair', 'repeated'],
  },
  Function: {
    name: [1, 'string', 'plain'],
    inputs: [4, 'string', 'repeated'],
    outputs: [5, 'string', 'repeated'],
    attributeNames: [6, 'string', 'repeated'],
    nodes: [7, 'Node', 'repeated'],
    docString: [8, 'string', 'plain'],
    opsetImports: [9, 'OperatorSet', 'repeated'],
    domain: [10, 'string', 'plain'],
    attributeDefaults: [11, 'Attribute', 'repeated'],
    valueInfos: [12, 'ValueInfo', 'repeated'],
    overload: [13, 'string', 'plain'],
    metadata: [14, 'StringPair', 'repeated'],
  },
  DeviceConfiguration: {
    name: [1, 'string', 'plain'],
    deviceCount: [2, 'int', 'plain'],
    devices: [3, 'string', 'repeated'],
  },
  Graph: {
    nodes: [1, 'Node', 'repeated'],
    name: [2, 'string', 'plain'],
    initializers: [5, 'TensorProto', 'repeated'],
    docString: [10, 'string', 'plain'],
    inputs: [11, 'ValueInfo', 'repeated'],
    outputs: [12, 'ValueInfo', 'repeated'],
    valueInfos: [13, 'ValueInfo', 'repeated'],
    quantisations: [14, 'TensorAnnotation', 'repeated'],
    sparseInitializers: [15, 'SparseTensor', 'repeated'],
    metadata: [16, 'StringPair', 'repeated'],
  },
  Node: {
    inputs: [1, 'string', 'repeated'],
    outputs: [2, 'string', 'repeated'],
    name: [3, 'string', 'plain'],
    opType: [4, 'string', 'plain'],
    attributes: [5, 'Attribute', 'repeated'],
    docString: [6, 'string', 'plain'],
    domain: [7, 'string', 'plain'],
    overload: [8, 'string', 'plain'],
    metadata: [9, 'StringPair', 'repeated'],
    deviceConfigurations: [10, 'NodeDeviceConfiguration', 'repeated'],
  },
  /** Preserved as bytes: no supported engine splits a model across devices. */
  NodeDeviceConfiguration: {},
  Attribute: {
    name: [1, 'string', 'plain'],
    float: [2, 'float', 'optional'],
    int: [3, 'int64', 'optional'],
    string: [4, 'bytes', 'optional'],
    tensor: [5, 'TensorProto', 'optional'],
    graph: [6, 'Graph', 'optional'],
    floats: [7, 'float', 'repeated'],
    ints: [8, 'int64', 'repeated'],
    strings: [9, 'bytes', 'repeated'],
    tensors: [10, 'TensorProto', 'repeated'],
    graphs: [11, 'Graph', 'repeated'],
    docString: [13, 'string', 'plain'],
    typeProto: [14, 'Type', 'optional'],
    typeProtos: [15, 'Type', 'repeated'],
    type: [20, 'int', 'plain'],
    refersTo: [21, 'string', 'plain'],
    sparseTensor: [22, 'SparseTensor', 'optional'],
    sparseTensors: [23, 'SparseTensor', 'repeated'],
  },
  TensorProto: {
    dims: [1, 'int', 'repeated'],
    dataType: [2, 'int', 'plain'],
    segment: [3, 'Segment', 'optional'],
    floatData: [4, 'float32Array', 'packed'],
    int32Data: [5, 'int32Array', 'packed'],
    stringData: [6, 'bytes', 'repeated'],
    int64Data: [7, 'int64Array', 'packed'],
    name: [8, 'string', 'plain'],
    rawData: [9, 'blob', 'optional'],
    doubleData: [10, 'float64Array', 'packed'],
    uint64Data: [11, 'uint64Array', 'packed'],
    docString: [12, 'string', 'plain'],
    externalData: [13, 'StringPair', 'repeated'],
    dataLocation: [14, 'int', 'optional'],
    metadata: [16, 'StringPair', 'repeated'],
  },
  Segment: { begin: [1, 'int64', 'optional'], end: [2, 'int64', 'optional'] },
  SparseTensor: {
    values: [1, 'TensorProto', 'optional'],
    indices: [2, 'TensorProto', 'optional'],
    dims: [3, 'int', 'repeated'],
  },
  TensorAnnotation: {
    tensorName: [1, 'string', 'plain'],
    parameterNames: [2, 'StringPair', 'repeated'],
  },
  ValueInfo: {
    name: [1, 'string', 'plain'],
    type: [2, 'Type', 'optional'],
    docString: [3, 'string', 'plain'],
    metadata: [4, 'StringPair', 'repeated'],
  },
  Type: {
    tensor: [1, 'TensorType', 'optional'],
    sequence: [4, 'SequenceType', 'optional'],
    map: [5, 'MapType', 'optional'],
    denotation: [6, 'string', 'plain'],
    sparseTensor: [8, 'TensorType', 'optional'],
    optional: [9, 'SequenceType', 'optional'],
  },
  TensorType: { elementType: [1, 'int', 'plain'], shape: [2, 'Shape', 'optional'] },
  SequenceType: { elementType: [1, 'Type', 'optional'] },
  MapType: { keyType: [1, 'int', 'plain'], valueType: [2, 'Type', 'optional'] },
  Shape: { dims: [1, 'Dimension', 'repeated'] },
  Dimension: {
    value: [1, 'int', 'optional'],
    parameter: [2, 'string', 'optional'],
    denotation: [3, 'string', 'plain'],
  },
} as const;

type Schema = typeof schema;
export type MessageName = keyof Schema;

interface Scalars {
  int: number;
  int64: bigint;
  float: number;
  string: string;
  bytes: Uint8Array;
  blob: Uint8Array | ByteSource;
}
export interface PackedArrays {
  float32Array: Float32Array;
  float64Array: Float64Array;
  int32Array: Int32Array;
  int64Array: BigInt64Array;
  uint64Array: BigUint64Array;
}
type ScalarKind = keyof Scalars;
export type PackedKind = keyof PackedArrays;
export type FieldKind = ScalarKind | PackedKind | MessageName;
type Occurrence = 'plain' | 'optional' | 'repeated' | 'packed';

export function isMessageName(kind: FieldKind): kind is MessageName {
  return kind in schema;
}

export function isPackedKind(kind: FieldKind): kind is PackedKind {
  return kind.endsWith('Array');
}

type Value<K> = K extends ScalarKind
  ? Scalars[K]
  : K extends PackedKind
    ? PackedArrays[K]
    : K extends MessageName
      ? Message<K>
      : never;
type FieldValue<F> = F extends readonly [number, infer K, infer O]
  ? O extends 'plain'
    ? Value<K>
    : O extends 'repeated'
      ? Value<K>[]
      : Value<K> | undefined
  : never;

/**
 * A message. Two properties make round trips lossless: `unknown` contains the encoded fields that the table does not
 * define; `explicit` lists plain fields that were encoded although they have their default value.
 */
export type Message<M extends MessageName> = { -readonly [F in keyof Schema[M]]: FieldValue<Schema[M][F]> } & {
  unknown?: Uint8Array;
  explicit?: string[];
};

type Row = readonly [number: number, kind: FieldKind, occurrence: Occurrence];

/** A field, as the codec uses it. */
export interface Field {
  readonly name: string;
  readonly number: number;
  readonly kind: FieldKind;
  readonly occurrence: Occurrence;
}

/** The fields of every message by ascending number, the order of writing. */
export const sortedFields = mapNames((name) =>
  Object.entries<Row>(schema[name])
    .map(([field, [number, kind, occurrence]]): Field => ({ name: field, number, kind, occurrence }))
    .sort((a, b) => a.number - b.number),
);

export const fieldsByNumber = mapNames((name) => new Map(sortedFields[name].map((field) => [field.number, field])));

function mapNames<T>(create: (name: MessageName) => T): Readonly<Record<MessageName, T>> {
  const values: Partial<Record<MessageName, T>> = {};
  for (const name of Object.keys(schema) as MessageName[]) values[name] = create(name);
  return values as Record<MessageName, T>;
}

const plainDefaults: Record<ScalarKind, unknown> = {
  int: 0,
  int64: 0n,
  float: 0,
  string: '',
  bytes: undefined,
  blob: undefined,
};

/** Whether a value is the default of a plain field. */
export function isDefault(value: unknown): boolean {
  return value === 0 || value === '';
}

const templates = mapNames((name) => ({
  fields: Object.fromEntries(
    sortedFields[name].map(({ name, kind, occurrence }) => [
      name,
      occurrence === 'plain' ? plainDefaults[kind as ScalarKind] : undefined,
    ]),
  ),
  lists: sortedFields[name].filter(({ occurrence }) => occurrence === 'repeated').map(({ name }) => name),
}));

/** Creates a message with the default of every field. */
export function createEmptyMessage<M extends MessageName>(name: M): Message<M> {
  const { fields, lists } = templates[name];
  const message: Record<string, unknown> = { ...fields };
  for (const list of lists) message[list] = [];
  return message as Message<M>;
}
