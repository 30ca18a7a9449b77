import type { FormatFault } from '#core/errors/format-fault.ts';
import { format } from '../format.ts';

const { bytes, whole } = format;
/** Sizes that may differ by a single byte. */
const exactBytes = (value: number) => count(value, 'byte');
const count = (value: number, noun: string) => `${whole(value)} ${noun}${value === 1 ? '' : 's'}`;
/** The end of a sentence about bytes or values whose number is wrong for the shape. */
const shapeMismatch = (value: number, shape: string) =>
  `which ${value === 1 ? 'does' : 'do'} not fit its shape [${shape}]`;
const nameTensor = (tensor: string) => `tensor “${tensor}”`;

/** Faults of a model file: the text after the colon of a message. */
export const formatFaults = {
  'no-graph': () => 'it contains no graph',
  'ends-early': ({ missingBytes }) => `it ends ${exactBytes(missingBytes)} too early`,
  'weights-cut-off': ({ sizeBytes, expectedBytes }) => {
    const [size, expected] = [bytes(sizeBytes), bytes(expectedBytes)];
    if (size !== expected) return `it has only ${size} of ${expected}`;
    const missingBytes = expectedBytes - sizeBytes;
    return missingBytes === 1 ? 'its last byte is missing' : `its last ${exactBytes(missingBytes)} are missing`;
  },
  'bytes-after-weights': ({ extraBytes }) =>
    `${exactBytes(extraBytes)} ${extraBytes === 1 ? 'follows' : 'follow'} the last tensor`,
  'file-shrank': () => 'it became shorter while it was read',
  'header-too-large': ({ maxBytes }) => `its header is larger than ${bytes(maxBytes)}`,
  'unsafe-file-name': ({ file }) => `it names the file “${file}”, which is outside the model’s folder`,

  'field-too-large': ({ bytes: declared, maxBytes }) =>
    `a field declares ${exactBytes(declared)}; the limit is ${exactBytes(maxBytes)}`,
  'number-out-of-range': ({ value }) => `the number ${value} is out of range`,
  'nested-too-deep': ({ maxDepth }) => `it is nested more than ${maxDepth} levels deep`,
  'too-many-parts': ({ max }) => `it has more than ${whole(max)} parts`,
  'too-many-tensors': ({ count, max }) => `it declares ${whole(count)} tensors; the limit is ${whole(max)}`,
  'too-many-metadata-entries': ({ count, max }) =>
    `it declares ${whole(count)} metadata entries; the limit is ${whole(max)}`,
  'too-much-metadata-text': ({ maxBytes }) => `its metadata has more than ${bytes(maxBytes)} of text`,
  'array-too-long': ({ length }) => `it declares an array of ${whole(length)} elements`,
  'metadata-type-unknown': ({ type }) => `its metadata has a value of the unknown type ${type}`,
  'alignment-invalid': ({ alignment }) => `its alignment is ${alignment}, not a number above 0`,
  'offset-outside-file': () => 'an offset points outside the file',
  'tables-without-end': () => 'its tables refer to each other without end',

  'value-cut-off': () => 'it ends in the middle of a value',
  'varint-too-long': () => 'a number is longer than 64 bits',
  'field-number-invalid': () => 'a field has an invalid number',
  'wire-type-unknown': ({ type }) => `a field has the unknown wire type ${type}`,
  'packed-length-invalid': ({ bytes: length, elementBytes }) =>
    `a list of ${elementBytes}-byte numbers has ${exactBytes(length)}`,

  'not-json': ({ why }) => `it is not valid JSON (${why})`,
  'json-too-large': ({ bytes: size, maxBytes }) => `its JSON is ${bytes(size)}; the limit is ${bytes(maxBytes)}`,
  'json-too-many-objects': ({ count, max }) =>
    `its JSON has ${whole(count)} objects and arrays; the limit is ${whole(max)}`,
  'json-not-object': () => 'its JSON is not an object',
  'file-not-object': ({ file }) => `“${file}” is not a JSON object`,
  'entry-invalid': ({ entry }) => `the entry “${entry}” is missing or invalid`,

  'tensor-type-unknown': ({ tensor, type }) => `${nameTensor(tensor)} has the unknown type ${type}`,
  'tensor-missing': ({ tensor }) => `${nameTensor(tensor)} is missing`,
  'tensor-type-not-supported': ({ tensor, type, known }) =>
    `${nameTensor(tensor)} has the type ${type}; supported: ${known}`,
  'tensor-rank-too-high': ({ tensor, rank, max }) =>
    `${nameTensor(tensor)} has ${whole(rank)} dimensions; the limit is ${max}`,
  'tensor-shape-invalid': ({ tensor }) => `${nameTensor(tensor)} has an invalid shape`,
  'tensor-too-large': ({ shape }) => `a tensor has the impossible shape [${shape}]`,
  'tensor-offsets-invalid': ({ tensor }) => `${nameTensor(tensor)} has invalid offsets`,
  'tensor-bytes-mismatch': ({ tensor, shape, actualBytes }) =>
    `${nameTensor(tensor)} has ${exactBytes(actualBytes)}, ${shapeMismatch(actualBytes, shape)}`,
  'tensor-values-mismatch': ({ tensor, shape, count: values }) =>
    `${nameTensor(tensor)} has ${count(values, 'value')}, ${shapeMismatch(values, shape)}`,
  'tensor-rows-invalid': ({ tensor, rowElements, blockElements }) =>
    `${nameTensor(tensor)} has rows of ${count(rowElements, 'element')}, not a multiple of its block size ${blockElements}`,
  'tensor-not-finite': ({ tensor }) =>
    `${nameTensor(tensor)} has values that are NaN or infinite, which integers cannot represent`,
  'gguf-magic-missing': () => 'it does not begin with “GGUF”',
  'tensors-overlap': () => 'its tensors overlap or leave gaps',
  'too-many-elements': () => 'its weights have more than 2^53 elements',
  'tensor-index-invalid': ({ index, count: tensors }) =>
    `it refers to tensor ${index}, but has only ${count(tensors, 'tensor')}`,
  'operator-code-invalid': ({ index }) => `it uses the operator code ${index}, which it does not declare`,

  'value-missing': ({ value }) => `a node reads “${value}”, which nothing in the graph computes or stores`,
  'value-defined-twice': ({ value }) => `its graph defines “${value}” twice`,
  'nodes-unordered': ({ value }) => `a node reads “${value}” before another computes it`,
  'graph-cycle': ({ value }) => `computing “${value}” needs “${value}” itself, directly or through other nodes`,
  'domain-missing': ({ domain }) => `it uses operators of the domain “${domain}”, which it does not import`,

  'gguf-version-1': () => 'it is GGUF version 1 (2023); convert the model again with a current llama.cpp',
  'gguf-version': ({ version }) => `it is GGUF version ${version}; Assay reads versions 2 and 3`,
  'gguf-big-endian': () => 'it is a big-endian GGUF; use the little-endian file',
} satisfies { [F in FormatFault as F['reason']]: (facts: F) => string };
