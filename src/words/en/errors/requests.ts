import type { ErrorFacts } from '#core/errors/error.ts';
import type { RequestReason } from '#core/errors/reason.ts';
import { format } from '../format.ts';

/** What is wrong with a request of a client of the companion's HTTP servers: the text after the colon of a message. */
export const requestReasons = {
  'body-encoding': ({ coding }) => `its body is compressed (${coding})`,
  'body-too-large': ({ maxBytes }) => `its body has more than ${format.bytes(Number(maxBytes))}`,
  'body-not-json': () => 'its body is not JSON',
  'body-field': ({ field, got }) => `the field “${field}” is missing or not valid (${got})`,
  'not-supported': ({ feature }) => `this server does not support “${feature}”`,
  'tensor-type': ({ name, type }) => `the tensor “${name}” has the unknown type “${type}”`,
  'tensor-repeated-in-request': ({ name }) => `it has two tensors named “${name}”`,
  'tensor-elements': ({ name, got, want }) => `the tensor “${name}” has ${got} elements, and its shape has ${want}`,
  'tensor-element': ({ name, type, value }) => `the tensor “${name}” of the type ${type} contains ${value}`,
  'tensor-byte-count': ({ name, got, shape }) =>
    `the ${got} bytes of the tensor “${name}” do not fit its type and the shape [${shape}]`,
  'tensor-needs-binary': ({ name, type }) => `JSON cannot express the ${type} values of the tensor “${name}”`,
  'binary-size': ({ got, want }) => `${got} bytes follow its JSON, and the tensors state ${want}`,
  'output-unknown': ({ name }) => `the model has no output “${name}”`,
  'model-kind': ({ model, kind }) => `the model ${model} is not a ${kind} model`,
  'model-unloaded': ({ model }) => `the model ${model} was unloaded`,
} satisfies Record<RequestReason, (facts: ErrorFacts) => string>;

/** What to do about it. */
export const requestFixes: Readonly<Record<RequestReason, string>> = {
  'body-encoding': 'Send it without compression.',
  'body-too-large': 'Send less at a time.',
  'body-not-json': 'Send JSON in UTF-8.',
  'body-field': 'Correct the field as the protocol specifies.',
  'not-supported': 'Leave it out.',
  'tensor-type': 'Send one of the types that the metadata of the model names.',
  'tensor-repeated-in-request': 'Send each tensor once.',
  'tensor-elements': 'Send as many elements as the shape has, or correct the shape.',
  'tensor-element': 'Send values that the type can express; whole numbers beyond 2^53 as binary data.',
  'tensor-byte-count': 'Send all bytes of the tensor, or correct its type or shape.',
  'tensor-needs-binary': 'Send and request such tensors as binary data.',
  'binary-size': 'State the size of each tensor that follows the JSON as “binary_data_size”.',
  'output-unknown': 'Request outputs that the metadata of the model names.',
  'model-kind': 'Use the API for its kind: tensors by /v2, text by /v1.',
  'model-unloaded': 'Load it first.',
};
