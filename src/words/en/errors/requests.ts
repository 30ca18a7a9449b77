import type { ErrorFacts } from '#core/errors/error.ts';
import type { RemoteServerReason, RequestReason } from '#core/errors/reason.ts';
import { format } from '../format.ts';

/** What is wrong with a request of a client of the companion's HTTP servers: the text after the colon of a message. */
export const requestReasons = {
  'body-encoding': ({ coding }) => `its body is compressed (${coding})`,
  'body-too-large': ({ maxBytes }) => `its body has more than ${format.bytes(Number(maxBytes))}`,
  'body-not-json': () => 'its body is not JSON',
  'body-field': ({ field, actual }) => `the field “${field}” is missing or not valid (${actual})`,
  'not-supported': ({ feature }) => `this server does not support “${feature}”`,
  'tensor-type': ({ name, type }) => `the tensor “${name}” has the unknown type “${type}”`,
  'tensor-repeated-in-request': ({ name }) => `it has two tensors named “${name}”`,
  'tensor-elements': ({ name, actual, expected }) =>
    `the tensor “${name}” has ${actual} elements, but its shape needs ${expected}`,
  'tensor-element': ({ name, type, value }) => `the tensor “${name}” of the type ${type} contains ${value}`,
  'tensor-byte-count': ({ name, actual, shape }) =>
    `the ${actual} bytes of the tensor “${name}” do not fit its type and the shape [${shape}]`,
  'tensor-needs-binary': ({ name, type }) => `JSON cannot express the ${type} values of the tensor “${name}”`,
  'binary-size': ({ actual, expected }) => `${actual} bytes follow its JSON, but its tensors declare ${expected}`,
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

const quoteReason = ({ why }: ErrorFacts) => (why === undefined || why === '' ? '' : `: “${why}”`);

/** Why a remote server has not answered, or cannot be added: the text after the colon of a message. */
export const serverReasons = {
  'server-rejects': (facts) => `it answers with status ${facts['status']}${quoteReason(facts)}`,
  'server-token': (facts) => `it rejects the token, or needs one (status ${facts['status']})${quoteReason(facts)}`,
  'server-redirects': () => 'it redirects to another address',
  'server-answer-too-large': () => 'its answer is too large',
  'answer-unexpected': ({ field }) => `the field “${field}” of its answer is missing or not valid`,
  'answer-differs': () => 'another server failed in mid-answer, and this one begins its answer differently',
  'server-context-unknown': ({ model }) => `it does not report the context length of ${model}`,
  'server-not-timed': () =>
    'a remote server of language models does not report its compute time, nor which tokens it reuses',
  'server-one-graph': () => 'the task needs several graphs, and a model on a remote server is a single graph',
  'server-url': () => 'it is not the http or https address of a server',
  'server-url-secret': () => 'it contains a user name, password or query',
  'server-url-metadata': () => 'it is the metadata service of a cloud provider, which hands out credentials',
  'server-url-unencrypted': () => 'a token would be sent there without encryption',
} satisfies Record<RemoteServerReason, (facts: ErrorFacts) => string>;

/** What to do about it. */
export const serverFixes: Readonly<Record<string, string>> = {
  'server-rejects': 'Check the names of the model and its inputs, and the log of the server.',
  'server-token': 'Remove the server and add it again with a valid token: --token-file.',
  'server-redirects': 'Add the server by the address that it redirects to.',
  'server-answer-too-large': 'Request less at a time.',
  'answer-unexpected': 'Check that the address is that of an inference server.',
  'answer-differs': 'Ask again, or set temperature to 0: every server then answers in the same way.',
  'server-context-unknown': 'Remove the server and add it again with --context-length.',
  'server-url': 'Write it as https://host:port/path.',
  'server-url-secret': 'Remove them from the address, and pass a token with --token-file.',
  'server-url-metadata': 'Use the address of an inference server.',
  'server-url-unencrypted': 'Use https, or a server of this machine.',
} satisfies { readonly [R in RemoteServerReason]?: string };
