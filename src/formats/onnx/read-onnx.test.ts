import { expect, test } from 'vitest';
import { AppError } from '#core/errors/error.ts';
import { createMessage } from './onnx-model.ts';
import { readOnnx } from './read-onnx.ts';
import { decodeTensorProto } from './tensor-proto.ts';
import { writeOnnx } from './write-onnx.ts';

/**
 * A model with a field of every kind (subgraphs, a function, sparse and external tensors, map, sequence and optional
 * types, training, quantisation annotation), as onnx 1.23.2 for Python serialises it.
 */
const encoded = Uint8Array.from(
  atob(
    'CAkSACgAOvoECi4SAWMiCENvbnN0YW50Kh8KBXZhbHVlKhMIAhAHOgsBgICAgICAgICAAUIAoAEECoEBCgFwEgF5GgZicmFuY2giAklmKjYKC2Vsc2Vf' +
      'YnJhbmNoMiQKEQoBeBIBZSIFVHdpY2U6Am15EgRlbHNlYgkKAWUSBAoCCAGgAQUqNQoLdGhlbl9icmFuY2gyIwoQCgF4EgF0IghJZGVudGl0eRIEdGhl' +
      'bmIJCgF0EgQKAggBoAEFCnIKAAoAEgF6IgJPcCoLCgFmFQAAAACgAQEqEQoCZnM9AADAPz0AAADAoAEGKggKAWkYAKABAiodCgNpc19A////////////' +
      'AUCAgICAgICAgECgAQcqCAoBcyIAoAEDKg4KAnNzSgLDpEoBYqABCDoCbXkSAWcqFggDEAMqDP///////////wEAf0ICdzgqEggBEAtCAndkUgiamZmZ' +
      'mZm5PyoNCAIQCDIBYTIAQgJ3cyoUCAEQDUICd3VaCv///////////wEqEggCEAEiCAAAgD8AAABAQgJ3ZioMCAEQCioCgHxCAndoKh4IBRABQgNleHRq' +
      'EQoIbG9jYXRpb24SBXcuYmlucAFaFgoBeBIRCg8IARILCgMSAW4KAggACgBaCwoBcBIGCgQICRIAYhAKAXkSCwoJCAESBQoDEgFuahMKAXMSDiIMCgoK' +
      'CAgBEgQKAggBag8KAW0SCioICAgSBAoCCAdqDQoBbxIISgYKBAoCCAlqFAoCc3QSDkIMCAESCAoCCAIKAggCchYKAXgSEQoMU0NBTEVfVEVOU09SEgFz' +
      'eiAKDggBEAEiBAAAQEBCAnNwEgwIARAHOgEEQgNzcGkYCUIECgAQEUIGCgJteRABcgwKBmF1dGhvchICw7aiARESBhIEc3RlcCIHCgF3EgJ3MsoBKgoF' +
      'VHdpY2UiAWEqAWIyAWs6DgoBYQoBYRIBYiIDQWRkSgQKABARUgJteQ==',
  ),
  (character) => character.charCodeAt(0),
);

test('reads all fields of a model written by the Python package', () => {
  const { graph, functions, trainings, metadata, ...model } = readOnnx(encoded);
  expect(model).toMatchObject({ irVersion: 9, modelVersion: 0n, opsetImports: [{ version: 17 }, { domain: 'my' }] });
  expect(metadata).toMatchObject([{ key: 'author', value: 'ö' }]);
  expect(functions).toMatchObject([
    { name: 'Twice', inputs: ['a'], attributeNames: ['k'], nodes: [{ opType: 'Add' }] },
  ]);
  expect(trainings).toMatchObject([{ algorithm: { name: 'step' }, updateBindings: [{ key: 'w', value: 'w2' }] }]);
  const [constant, branch, op] = graph?.nodes ?? [];
  expect([...(constant?.attributes[0]?.tensor?.int64Data ?? [])]).toEqual([1n, -(2n ** 63n)]);
  expect(branch?.attributes.map(({ graph }) => graph?.nodes[0]?.opType)).toEqual(['Twice', 'Identity']);
  expect(op?.inputs).toEqual(['', '']);
  expect(op?.attributes).toMatchObject([
    { float: 0 },
    { floats: [1.5, -2] },
    { int: 0n },
    { ints: [-1n, 2n ** 62n] },
    {},
    {},
  ]);
  expect(graph?.inputs[0]?.type?.tensor?.shape?.dims).toMatchObject([{ parameter: 'n' }, { value: 0 }, {}]);
  expect(graph?.initializers.at(-1)).toMatchObject({
    name: 'ext',
    externalData: [{ value: 'w.bin' }],
    dataLocation: 1,
  });
  expect(graph?.sparseInitializers).toMatchObject([{ dims: [9] }]);
  const values = graph?.initializers.map((initializer) => decodeTensorProto(initializer)?.data);
  expect(values).toEqual([
    Int8Array.of(-1, 0, 127),
    Float64Array.of(0.1),
    ['a', ''],
    BigUint64Array.of(2n ** 64n - 1n),
    Float32Array.of(1, 2),
    Uint16Array.of(0x3e00), // 1.5 in IEEE half precision
    undefined,
  ]);
});

test('writes a model with the same bytes as the Python package', () => {
  expect(writeOnnx(readOnnx(encoded))).toEqual(encoded);
});

test('preserves unknown fields when reading and writing a model', () => {
  // Field 999 of the model, 5 bytes of varint and 2 of text: ids from protobuf's encoding guide.
  const extended = Uint8Array.of(...encoded, 0xb8, 0x3e, 0x96, 0x01, 0xba, 0x3e, 0x01, 0x41);
  const model = readOnnx(extended);
  expect(model.unknown).toEqual(extended.subarray(encoded.length));
  expect(writeOnnx(model)).toEqual(extended);
});

test('reads packed and unpacked lists of numbers, in one or several chunks', () => {
  const dims = [0x08, 0x02, 0x08, 0x02]; // field 1 occurs twice
  const packedDims = [0x0a, 0x02, 0x02, 0x02];
  const float = [0x25, 0, 0, 0x80, 0x3f]; // field 4, fixed32: 1.0
  const floats = [0x22, 0x0c, 0, 0, 0, 0x40, 0, 0, 0x40, 0x40, 0, 0, 0x80, 0x40]; // 2, 3, 4
  const type = [0x10, 0x01];
  for (const parts of [
    [...dims, ...type, ...float, ...floats],
    [...float, ...packedDims, ...floats, ...type],
  ]) {
    const expected = { dtype: 'float32', shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) };
    const { graph } = readOnnx(encodeField(7, encodeField(5, Uint8Array.from(parts)))); // an initializer of a graph
    expect(graph?.initializers.map(decodeTensorProto)).toEqual([expected]);
  }
});

/** Wraps bytes in a length-delimited field. */
const encodeField = (number: number, bytes: Uint8Array): Uint8Array => {
  const made = [number * 8 + 2];
  for (let rest = bytes.length; made.push((rest % 128) | (rest >= 128 ? 128 : 0)), rest >= 128;) rest = rest >> 7;
  const joined = new Uint8Array(made.length + bytes.length);
  joined.set(made);
  joined.set(bytes, made.length);
  return joined;
};

/** A graph in an attribute of a node of a graph, repeatedly. */
function nestGraphs(depth: number): Uint8Array {
  let graph = new Uint8Array();
  for (let level = 0; level < depth; level++)
    graph = new Uint8Array(encodeField(1, encodeField(5, encodeField(6, graph))));
  return encodeField(7, graph);
}

const manyNodes = encodeField(
  7,
  new Uint8Array(2_000_000).map((_, index) => (index % 2 === 0 ? 0x0a : 0)),
);
const hugeDim = encodeField(
  7,
  encodeField(5, Uint8Array.of(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f)),
);

test.each([
  ['an empty file', new Uint8Array(), { reason: 'no-graph', offset: 0 }],
  ['a length beyond the end', Uint8Array.of(0x3a, 0x7f, 0), { reason: 'field-too-large', bytes: 127, maxBytes: 1 }],
  [
    'a length of 2^63',
    Uint8Array.of(0x3a, ...Array.from({ length: 9 }, () => 0xff), 0x01),
    { reason: 'field-too-large', maxBytes: 0 },
  ],
  ['a number without an end', Uint8Array.of(0x08, 0xff), { reason: 'value-cut-off', offset: 1 }],
  [
    'a number of eleven bytes',
    Uint8Array.of(0x08, ...Array.from({ length: 11 }, () => 0x80)),
    { reason: 'varint-too-long' },
  ],
  ['a group', Uint8Array.of(0x3b), { reason: 'wire-type-unknown', type: 3 }],
  ['field number 0', Uint8Array.of(0x02, 0x00), { reason: 'field-number-invalid' }],
  ['deeply nested graphs', nestGraphs(10_000), { reason: 'nested-too-deep', maxDepth: 100 }],
  ['a million nodes', manyNodes, { reason: 'too-many-parts', max: 400_000 }],
  ['a dimension of 2^63 - 1', hugeDim, { reason: 'number-out-of-range', value: '9223372036854775807' }],
  [
    'floats of three bytes',
    encodeField(7, encodeField(5, encodeField(4, new Uint8Array(3)))),
    { reason: 'packed-length-invalid', bytes: 3, elementBytes: 4 },
  ],
])('rejects %s as corrupt, with the reason', (_, bytes, facts) => {
  expect(() => readOnnx(bytes)).toThrow(
    expect.objectContaining({ code: 'model-corrupt', facts: expect.objectContaining(facts) }),
  );
});

/** @returns whether the bytes were rejected; fails if the error is of any other kind */
function isRefused(bytes: Uint8Array): boolean {
  try {
    for (const initializer of readOnnx(bytes).graph?.initializers ?? []) decodeTensorProto(initializer);
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(AppError);
    expect(error).toHaveProperty('code', 'model-corrupt');
    return true;
  }
}

test('reads or rejects as corrupt a model truncated at any byte or with any bit flipped', () => {
  let [cut, flipped] = [0, 0];
  for (let length = 0; length < encoded.length; length++) cut += Number(isRefused(encoded.subarray(0, length)));
  for (let bit = 0; bit < encoded.length * 8; bit++) {
    const bytes = encoded.slice();
    bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    flipped += Number(isRefused(bytes));
  }
  // A cut between two fields leaves a valid model, and most flips change a name or number.
  expect(cut).toBeGreaterThan(0.9 * encoded.length);
  expect(cut).toBeLessThan(encoded.length);
  expect(flipped).toBeGreaterThan(0.1 * encoded.length * 8);
  expect(flipped).toBeLessThan(encoded.length * 8);
});

test('rejects a tensor whose values do not match its dimensions', () => {
  const proto = createMessage('TensorProto', { dims: [3], dataType: 1, rawData: new Uint8Array(8) });
  expect(() => decodeTensorProto(proto)).toThrow('tensor-values-mismatch; tensor: ; shape: 3; count: 2');
  expect(() => decodeTensorProto({ ...proto, rawData: new Uint8Array(7) })).toThrow(
    'tensor-bytes-mismatch; tensor: ; shape: 3; actualBytes: 7',
  );
});
