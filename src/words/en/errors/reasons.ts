import type { ErrorFacts } from '#core/errors/error.ts';
import type { Reason } from '#core/errors/reason.ts';
import { companionReasons, messageFaults } from '../device/companion.ts';
import { formatFaults } from '../models/format-faults.ts';
import { format } from '../format.ts';
import { gateFileFaults } from '../gates/gate-file-faults.ts';
import { hallmarkFaults } from '../hallmark/hallmark-faults.ts';
import { labelledDataset } from '../evaluate/labelled-dataset.ts';
import { reportLinkFaults } from '../report/report-link-faults.ts';
import { requestReasons, serverReasons } from './requests.ts';

const bytes = (value: ErrorFacts[string] | undefined) => format.bytes(Number(value));
/** Sizes that may differ by a single byte. */
const exactBytes = (value: ErrorFacts[string] | undefined) => `${format.whole(Number(value))} bytes`;

const setting = ({ setting: name, value }: ErrorFacts, allowed: string) =>
  `${name} is “${value}”; it can be ${allowed}`;
const modelId = ({ id }: ErrorFacts, why: string) => `${JSON.stringify(id)} cannot be the id of a model: ${why}`;

/** Lists the names of comma-separated ids. */
const idsIn = (ids: ErrorFacts[string] | undefined, names: Readonly<Record<string, string>>) =>
  format.list([...new Set(String(ids).split(', '))].map((id) => names[id] ?? id));

/** Drops the fact types of the fault tables, because the facts of an error are not typed. */
const withUntypedFacts = <R extends string>(sentences: Readonly<Record<R, (facts: never) => string>>) =>
  sentences as Readonly<Record<R, (facts: ErrorFacts) => string>>;

/** The text after the colon of a message in `errors.ts`. */
export const reasons = {
  'no-device-requested': () => 'no device was requested',
  'device-not-supported': ({ device }) => `this engine does not run on ${device}`,
  'native-engine': () => 'it runs in the companion, not in the page',
  'engine-too-old': ({ version, min }) => `version ${version} is installed, and at least ${min} is needed`,
  'engine-crashed': ({ signal }) => `its process crashed (${signal})`,
  'engine-exited': ({ exitCode }) => `its process ended with exit code ${exitCode}`,
  'engine-too-slow': ({ seconds }) => `it did not answer within ${seconds} s, so its process was ended`,
  'engine-keeps-dying': ({ deaths }) =>
    `the engine crashed ${deaths} times within a minute while it had this model open`,
  'no-such-hardware': ({ device }) => `the engine finds no ${device} on this machine`,
  'provider-needed': ({ device }) => `ONNX Runtime can use the ${device} only through an execution provider`,
  'provider-without-device': ({ provider, device }) => `the provider ${provider} finds no ${device} here`,
  'provider-without-nodes': ({ provider }) => `no node of the model runs on the provider ${provider}`,
  'setting-needs-provider': ({ setting }) => `the setting ${setting} needs an execution provider`,
  'provider-without-setting': ({ provider, setting }) => `the provider ${provider} does not support ${setting}`,
  'provider-not-built-in': ({ provider, builtIn }) =>
    `this build of ONNX Runtime does not contain the provider ${provider}, only ${builtIn}; add one that does with npm run assay -- engines add ort --library <file>`,
  'setting-not-supported': ({ setting, device }) =>
    `it has no setting ${setting ?? 'of those requested'} on ${device}; remove it`,
  'no-webgpu': () => 'this browser has no WebGPU',
  'no-gpu-adapter': () => 'WebGPU finds no graphics adapter on this device',
  'gpu-adapter-not-usable': () => 'llama.cpp cannot use this graphics adapter',
  'wasm-heap-full': () => 'the WebAssembly heap is full',
  'worker-not-started': () => 'its worker did not start',
  'worker-script-not-loaded': () => 'its script could not be loaded',
  'worker-terminated': () => 'it was terminated',
  'worker-ended': () => 'it ended without an answer',
  'no-webgl': () => 'this browser has no WebGL 2',
  'precision-not-available': () => 'WebGL does not compute in the requested precision here',
  'backend-not-started': () => 'its backend did not start',
  'format-without-graph': () => 'no graph is read from files of this format',
  'keras-layers-model': () => 'it is a Keras layers model, not a graph model',
  'value-not-tensor': ({ value }) => `${value} is not a tensor`,
  'value-type': ({ value, type }) => `${value} is of type ${type}`,
  'output-size-unknown': ({ output, shape }) =>
    `the size of its output ${output} [${shape}] is known only at run time, which LiteRT does not support in a page`,
  'variable-tensors': () => 'it keeps state in variable tensors, as LSTM and GRU layers do',
  'operators-not-supported': ({ operators, more }) =>
    `it uses operators that this engine does not support (${operators}${more === undefined ? '' : ` and ${more} more`})`,
  'format-version': ({ version, max }) => `its IR version is ${version}, and this engine reads up to ${max}`,
  'opset-too-new': ({ domain, version, max }) =>
    `it uses opset ${version} of ${domain}, and this engine supports up to ${max}`,
  'opset-too-old': ({ version, min, operators }) =>
    `${operators} in opset ${version} are not supported; this engine supports them from opset ${min}`,
  bfloat16: ({ operators }) => `it computes in bfloat16 (${operators}), which this engine does not support`,
  'weights-manifest': () => 'it has weights but no graph',
  'no-key-value-cache': () =>
    'it is not a language model with a key-value cache: its graph needs the inputs input_ids and past_key_values.*, and the output logits',
  'decoder-input-unknown': ({ input }) => `Assay does not know what to pass as its input ${input}`,
  'architecture-not-converted': ({ architecture }) =>
    `Assay cannot convert this architecture (${architecture}) from GGUF to ONNX`,
  'experts-not-converted': () => 'Assay cannot convert a mixture of experts from GGUF to ONNX',
  'tokenizer-not-converted': ({ tokenizer }) => `Assay cannot convert this tokenizer (${tokenizer}) from GGUF`,
  'split-not-converted': () => 'Assay cannot convert a GGUF model in several files to ONNX',
  'conversion-differs': () =>
    'converted to int8, it predicts text worse than the original; open it with wllama instead',
  'chat-template-invalid': ({ why }) => `its chat template cannot be read (${why})`,
  'vocabulary-only': () => 'it has a vocabulary but no weights',
  'projector-only': () => 'it is the multimodal projector of a language model, not the model itself',
  'needs-half-precision': () => 'this GPU has no shader-f16; use the q4f32 variant of the model',
  'no-words': () => 'its vocabulary has no single-token words, from which the prompts of a benchmark are built',
  'library-mismatch': ({ version, why }) => `its library was not made for WebLLM ${version} (${why})`,

  'pdf-encrypted': () => 'it is protected by a password',
  'pdf-without-text': ({ pages }) =>
    Number(pages) === 1 ? 'its page has no text, only an image' : `none of its ${pages} pages has text, only images`,
  'pdf-damaged': ({ why }) => `it is not a valid PDF (${why})`,
  'docx-damaged': () => 'it is not a valid Word document',
  'word-old-or-encrypted': () => 'it is in the old Word format (.doc), or protected by a password',
  'document-too-large': ({ bytes: size, maxBytes }) => `it has ${bytes(size)}; the limit is ${bytes(maxBytes)}`,
  'document-not-text': () => 'it is not a document that Assay reads',

  'several-layouts': ({ found }) =>
    `its labels could be read in more than one way: ${idsIn(found, labelledDataset.layouts)}`,
  'several-label-files': ({ found, more }) =>
    `several files could be its labels: ${found}${more === undefined ? '' : ` and ${more} more`}`,
  'several-splits': ({ found }) => `it has several splits (${found}), and only one can be evaluated at a time`,
  'no-label-file': ({ layout, wanted }) =>
    `${wanted === undefined ? 'it contains no file' : `${wanted} is not a file`} with labels as ${idsIn(layout, labelledDataset.layouts)}`,
  'no-inputs': ({ kind }) => `it contains no ${kind} files`,
  'no-items': ({ labels, example }) =>
    `it has ${Number(labels) === 1 ? 'one label' : `${format.whole(Number(labels))} labels`}, none of which can be used with a file in the folder${example ? `, for example ${example}` : ''}`,
  'no-class-matches': ({ classes, labels }) =>
    `none of its classes (such as ${classes}) matches a label of the model (such as ${labels})`,
  'no-labels-or-baseline': () => 'its files have no labels, and there is no baseline to measure agreement with',
  'other-label-kind': ({ actual, expected }) =>
    `its labels are ${idsIn(actual, labelledDataset.labelKinds)}, and the task needs ${idsIn(expected, labelledDataset.labelKinds)}`,
  'dataset-file-changed': ({ file }) => `${file} was changed while the evaluation was running`,
  'text-not-unicode': () => 'its text is neither UTF-8 nor UTF-16',
  'labels-too-large': ({ bytes: size, maxBytes }) => `it is ${bytes(size)}; the limit is ${bytes(maxBytes)}`,
  'quote-not-closed': ({ line }) => `the quote that opens in line ${line} is never closed`,
  'text-after-quote': ({ line }) => `line ${line} has text after a closing quote`,
  'line-not-json': ({ line }) => `line ${line} is not JSON`,
  'line-not-object': ({ line }) => `line ${line} is not a JSON object`,
  'key-repeated': ({ line, key }) => `${line === 0 ? 'an object' : `line ${line}`} has the field “${key}” twice`,
  'too-many-columns': ({ columns, max }) =>
    `its objects have ${format.whole(Number(columns))} different fields; the limit is ${format.whole(Number(max))}`,
  'columns-unclear': ({ columns }) => `what its columns contain is not clear from their names: ${columns}`,
  'no-tagged-words': () => 'it has no lines with a word and its tag',
  'column-unknown': ({ column, columns }) => `it has no column “${column}”, only ${columns}`,

  'audio-not-scored': ({ audio }) => `it has audio files (${audio}), which this task does not accept`,
  'engine-without-token-scores': ({ engine }) =>
    `${engine} does not report the probabilities of given tokens, which perplexity needs`,
  'text-too-short': ({ tokens, needs }) =>
    `the texts have at most ${tokens} tokens each, and perplexity needs ${needs}`,
  'other-tokenizer': () => 'its tokenizer differs from the baseline’s, so their perplexities cannot be compared',
  'other-outputs': ({ actual, expected }) => `its outputs are ${actual}, those of the baseline ${expected}`,
  'result-not-finite': ({ value }) => `it contains ${value} instead of a finite number`,

  'not-for-this-task': () => 'no known model of this task has these inputs and outputs',
  'not-a-face-detector': () => 'it is not a face detector of the families YuNet, UltraFace or BlazeFace',
  'not-a-face-embedder': () => 'it does not map a 112 × 112 pixel image of a face to one vector, as MobileFaceNet does',
  'not-a-detector': () => 'no known object detector has these inputs and outputs',
  'not-an-image-classifier': () => 'it is not a classifier of ImageNet or CIFAR-10 images',
  'not-a-sentence-encoder': () => 'it does not map token ids to vectors of tokens or of the text',
  'not-a-text-classifier': () => 'it does not map token ids to one list of logits for each text',
  'not-a-token-classifier': () => 'it does not map token ids to one list of logits for each token',
  'label-count': ({ labels, outputs }) =>
    `config.json names ${labels} labels, but the graph has ${outputs} outputs; choose the config.json of this model`,
  'pooling-not-supported': ({ modes }) =>
    `its configuration pools tokens by ${modes}; the mean, the maximum, the first and the last token are supported`,
  'tokenizer-not-supported': ({ why }) => `its tokenizer is not supported: ${why}`,
  'token-missing': ({ token }) => `its tokenizer has no token ${token}`,
  'module-not-supported': ({ module }) =>
    `its layer ${module} is not part of the graph; export the model with all its layers, as an output “sentence_embedding”`,
  'text-blank': () => 'the text is blank',
  'input-of-other-task': ({ expected }) => `the task takes ${expected}`,
  'not-one-vector': () =>
    'its first output is not one vector per image (an embedding or class scores); choose an image encoder or a classifier, not a detector',
  'not-an-image-model': () => 'its input is not one image of a known size, with one or three channels',
  'not-a-digit-classifier': () => 'it is not a classifier of 28 × 28 digits',
  'output-type': ({ type }) => `an output of type ${type} cannot be read`,
  'output-missing': ({ there }) => `it has no output of this name, only ${there}`,
  'image-type': ({ type }) => `images cannot be converted to ${type}`,

  'file-missing': ({ file }) => `${file} is missing`,
  'file-empty': ({ file }) => `${file} is empty`,
  empty: () => 'it is empty (0 bytes)',
  'node-unknown': ({ name }) => `it excludes the node ${name}, which the model does not have`,
  'field-invalid': ({ field, allowed }) =>
    field === ''
      ? 'it is not a conversation'
      : `its field ${field} is missing or invalid${allowed === undefined ? '' : `; it can be ${allowed}`}`,
  'file-not-json': ({ file }) => `${file} is not JSON`,
  'file-incomplete': ({ file, missing }) => `${file} does not specify ${missing}`,
  'no-model-library': () => 'its model library (.wasm) is not among its files',
  'no-tflite-signature': () => 'it lacks the signature TFL3',
  'weights-incomplete': ({ actualBytes, expectedBytes }) =>
    `the weights have ${exactBytes(actualBytes)} instead of ${exactBytes(expectedBytes)}`,
  'longer-than-declared': ({ expectedBytes }) => `it is longer than ${exactBytes(expectedBytes)}`,
  'size-mismatch': ({ actualBytes, expectedBytes }) =>
    `it has ${exactBytes(actualBytes)} instead of ${exactBytes(expectedBytes)}`,
  'hash-mismatch': ({ actual, expected }) => `its SHA-256 is ${actual} instead of ${expected}`,
  'zip-damaged': ({ member }) =>
    member === undefined ? 'it is not a complete zip archive' : `its member ${member} is damaged`,
  'zip-unsafe': ({ member }) => `its member ${member} is a link or would be written outside its folder`,
  'stored-file-changed': () => 'its SHA-256 differs from the one it was stored with',
  'not-a-mask': () =>
    'it is not an 8-bit PNG without interlacing whose pixels are class numbers or the colours of Pascal VOC',
  'not-an-image': () => 'it is not an image this browser can decode',
  'not-a-video': () => 'it is not a video that can be read',
  'no-video-track': () => 'it contains no video',
  'video-codec': ({ codec }) => `this browser cannot decode its video codec, ${codec}`,
  'no-video-encoder': ({ width, height }) => `this browser cannot encode a video of ${width} × ${height} pixels`,
  'not-audio': () => 'it is not audio that can be decoded here',
  'audio-empty': () => 'it contains no sound',
  'wav-codec': ({ codec, bits }) => `its samples have ${bits} bits in the WAV format ${codec}, which is not supported`,

  'http-status': ({ status }) => `the server responded with ${status}`,
  'no-answer': () => 'no response; this device is offline, or the address is blocked or wrong',
  'no-answer-in-time': ({ seconds }) => `no response within ${seconds} s`,
  'answer-interrupted': () => 'the response was interrupted',
  'answer-not-json': () => 'the response is not JSON',
  'answer-size': ({ actualBytes, expectedBytes, status }) =>
    `requested ${exactBytes(expectedBytes)}, got ${exactBytes(actualBytes)} (status ${status})`,
  'connection-interrupted': () => 'the connection keeps being interrupted',
  'file-keeps-changing': () => 'it keeps changing, or its server cannot continue an interrupted download',
  'file-changed-while-read': () =>
    'it changed while it was read, or its server sent a different part than requested; try again',
  'content-length-missing': () => 'the server does not report the size of the file',
  'content-range-invalid': () => 'the server’s Content-Range is not valid',
  'range-mismatch': ({ actual, expected }) => `the server sent bytes from ${actual} instead of ${expected}`,
  'no-range-requests': ({ sizeBytes }) =>
    `the server does not support Range requests and the file has ${sizeBytes === undefined ? 'more than can be read at once' : bytes(sizeBytes)}; download it first`,
  'not-a-listing': () => 'the response is not the listing of a repository',
  'listing-on-other-host': ({ host }) => `the file list continues on another host, ${host}`,
  'listing-repeats': ({ host }) => `the file list of ${host} repeats itself`,
  'listing-too-long': ({ host, maxPages }) =>
    `the file list of ${host} has more than ${format.whole(Number(maxPages))} pages`,
  'listing-too-large': ({ host, maxBytes }) => `the file list of ${host} has more than ${bytes(maxBytes)}`,
  'listing-too-slow': ({ host, seconds }) => `${host} did not send the file list within ${seconds} s`,

  'storage-newer': () => 'a newer version of Assay wrote the stored data',
  'storage-blocked': () => 'it blocks site data for this page',
  'disk-full': () => 'the disk is full',
  'upload-quota': ({ needBytes, quotaBytes, usedBytes }) =>
    `the model needs ${bytes(needBytes)}, and the models that pages have sent already use ${bytes(usedBytes)} of their quota of ${bytes(quotaBytes)}; models not used for an hour are removed automatically`,
  'quota-exceeded': () => 'the disk or this site’s quota is full',
  'not-enough-quota': ({ needBytes, freeBytes }) =>
    `it needs ${bytes(needBytes)} and this site can only use ${bytes(freeBytes)} more`,
  'cleared-by-browser': ({ file }) => `the browser has cleared ${file}`,
  'deleted-meanwhile': ({ file }) => `${file} was deleted in the meantime`,

  'version-in-use': ({ version }) => `version ${version} is the current one or is being tried`,
  'version-removed': ({ version }) => `version ${version} was removed`,
  'no-earlier-version': () => 'there is no earlier version to return to',
  'rollout-ended': () => 'the rollout has ended',
  'not-current-version': () => 'another version is current now',
  'ladder-runs-elsewhere': () => 'another tab is trying remedies for it',
  'deployment-removed': () => 'it was deleted',
  'other-model-files': ({ version }) =>
    `the files of the model are not those of version ${version}: they have changed since it was deployed`,

  'not-an-invitation': () => 'the file is not an invitation of a coordinator',
  'invitation-signature': () => 'it was changed after the coordinator signed it',
  'plan-field': ({ field }) => `the field ${field} of the plan is missing or not valid`,
  'epsilon-zero': () => 'epsilon is 0, which no finite amount of noise can achieve',
  'epsilon-exceeded': ({ epsilon, max }) => `its rounds would use epsilon ${epsilon}, and it allows ${max}`,
  'plan-other-model': () => 'the plan is for another model file',
  'plan-other-features': ({ expected }) => `the plan is for ${expected} features`,
  'delta-too-large': ({ delta, examples }) =>
    `delta ${delta} must be below 1/${examples}, one divided by the number of examples`,
  'request-signature': () => 'the signature of the request is not valid',
  'request-unreadable': () => 'the coordinator cannot read the request',
  'plan-unknown': () => 'the coordinator has no federation with this plan',
  'update-other-model': () => 'the update is for another model',
  'update-other-head': () => 'the update starts from other weights than those of this round',
  'budget-exhausted': () => 'the privacy budget of this participant is used up',
  'ledger-damaged': () => 'the record of the privacy budget that this participant has spent is damaged',
  'privacy-understated': () => 'the request states fewer steps than this participant has sent',
  'norm-too-large': () => 'the norm of the update exceeds the limit of the plan',
  'vector-invalid': () => 'the update has the wrong size, or values that are not numbers',
  'not-enrolled': () => 'this participant has not enrolled',
  'federation-full': () => 'it already has the maximum number of participants',
  'federation-done': () => 'all rounds are done',
  'turn-over': () => 'the update arrived after the end of the round',
  'message-order': () => 'the message does not belong to this stage of the round',
  'answer-signature': () => 'a response is not signed by the coordinator of the invitation',
  'answer-other': () => 'a response belongs to another request',
  'answer-not-allowed': () => 'a response is not of a kind that the request can have',
  'roster-signature': () => 'the keys of a participant in its list are not signed by that participant',
  'roster-keys-invalid': () => 'a participant in its list has an invalid key',
  'roster-without-self': () => 'this participant is missing from its list',
  'roster-repeats': () => 'its list contains a participant or a key twice',
  'roster-too-small': () => 'its list has too few participants',
  'roster-other-model': () => 'a participant in its list trains another model or other weights',
  'share-not-authentic': () => 'a message from another participant was altered',
  'sharers-invalid': () => 'its list of the participants that continue is not valid',
  'survivors-invalid': () => 'its list of the participants that have answered is not valid',
  'survivors-disagree': () => 'it sent other participants a different list of who has answered',

  'page-hidden': ({ samples, cell }) =>
    `the page was hidden during all ${format.whole(Number(samples))} samples of ${cell}`,

  'size-missing': () => 'it has no size',
  'sizes-not-for-task': ({ sizes, suggested }) => `the task needs ${suggested}, not ${sizes}`,
  'text-not-tuned': () => 'language models cannot be tuned yet; choose a model with tensor inputs and outputs',
  'no-profile': () => 'it does not record how long each node takes',
  'not-a-profile': () => 'it is not a profile that ONNX Runtime has written',
  'profile-without-nodes': () => 'it has no nodes: the model was not run while profiling',
  'no-node-coverage': () => 'its engine opens whole models, or the file lists no nodes',
  'no-such-dimension': ({ known }) =>
    known === ''
      ? 'all its sizes are fixed, and the batch size is 1'
      : `its free dimensions are ${known}; the batch size is 1`,
  'size-invalid': ({ size }) => `${size} is not a whole number above 0`,
  'input-too-large': ({ elements, max }) =>
    `it has ${format.whole(Number(elements))} elements, above the limit of ${format.whole(Number(max))}`,
  'message-too-large': ({ sizeBytes, maxBytes }) =>
    `it has ${format.bytes(Number(sizeBytes))}, and the companion accepts ${format.bytes(Number(maxBytes))} at once`,
  'text-not-numbers': () => 'it is text, but the model takes numbers',
  'no-chat-template': () => 'the model has no chat template, so it can only continue plain text',
  'prompt-beyond-context': ({ why }) => `it does not fit the context (${why})`,
  'schema-keyword': ({ keyword }) => `this part of the schema is invalid, or not supported by the engine: ${keyword}`,
  'schema-too-large': ({ maxValues, maxCharacters, maxDepth }) =>
    `the schema is too large; the limits are ${format.whole(Number(maxValues))} values, ${format.whole(Number(maxCharacters))} characters and ${format.whole(Number(maxDepth))} levels of nesting`,
  'schema-beyond-vocabulary': () => 'the tokens of the model cannot write an answer that matches it',
  'chat-template-rejects': ({ why }) => `the chat template of the model rejects the conversation (${why})`,
  'language-unknown': ({ actual, known }) => `the model does not know the language ${actual}; it knows ${known}`,
  'no-top-k': () => 'WebLLM does not support top-k',
  'rejected-by-engine': ({ why }) => `the engine cannot compute with it (${why})`,
  answering: () => 'the model is still answering the previous prompt',
  'no-matching-classes': () => 'no item has a class that the model knows',
  'unfinished-run-differs': () =>
    'the model, the engine, the items or their labels are not those of the unfinished run',
  'task-not-scored': () => 'results of this task cannot be scored against labels',
  'action-not-offered': ({ page }) => `the page ${page} does not offer it`,
  'keys-missing': ({ classes }) => `it is missing, and a model with ${classes} classes needs it`,
  'keys-wrong-count': ({ characters, classes }) =>
    `it has ${characters} characters, and a model with ${classes} classes needs ${Number(classes) - 2} or ${Number(classes) - 1}`,

  'camera-permission-denied': () => 'permission was denied',
  'no-camera': () => 'no suitable camera is connected',
  'no-microphone': () => 'no microphone is connected',
  'camera-in-use': () => 'another program is using it',
  'insecure-page': () => 'the page is not served over https or from this machine',
  'camera-disconnected': () => 'it was disconnected',

  'setting-unknown': ({ setting: name, known }) => `unknown setting “${name}”; valid ones are ${known}`,
  'setting-repeated': ({ setting: name }) => `it sets “${name}” twice`,
  'setting-value': (facts) => setting(facts, String(facts['choices'])),
  'schema-not-object': ({ schema }) => `the JSON schema is not a JSON object: ${schema}`,
  'setting-of-detector': ({ setting: name, task }) => `${name} is a setting of detectors, which ${task} is not`,
  'setting-whole': (facts) => setting(facts, `a whole number from ${facts['min']} to ${facts['max']}`),
  'setting-number': (facts) => setting(facts, `a number from ${facts['min']} to ${facts['max']}`),
  'not-a-name': ({ setting: name, value }) => `${name} is “${value}”, which is not a name`,
  'not-name-and-size': ({ setting: name, value }) => `“${value}” in ${name} is not name:size`,
  'too-many-sizes': ({ count, max }) => `it has sizes for ${count} dimensions; the limit is ${max}`,
  'not-percent-encoded': ({ text }) => `“${text}” is not percent-encoded text`,
  'no-device-check': () => 'it is not the link of a device check; the Device page of the other device shares one',
  'not-two-results': () => 'a comparison needs two results, as in #/compare/A/B',
  'not-one-subject': ({ named, choices }) => `it names ${named || 'nothing'}; exactly one of ${choices} is needed`,
  'engine-of-other-model': ({ engine, engines }) => `the engine is “${engine}”, but the model needs ${engines}`,
  'engine-without-onnx': ({ engine }) =>
    `the engine is “${engine}”, which does not open ONNX, the format of standard workloads`,
  'no-engine-for-file': ({ file }) => `no engine of this page opens ${file}`,
  'no-such-model-file': ({ repository, file }) => `${repository} has no model file ${file}`,
  'not-a-model-address': ({ text }) => `“${text}” is neither organisation/name nor an http(s) address`,
  'address-not-encrypted': ({ text }) => `${text} is not an encrypted address; use https`,

  'model-id-too-long': (facts) => modelId(facts, `it has more than ${facts['maxCharacters']} characters`),
  'model-id-without-file': (facts) => modelId(facts, 'it names a repository without its file, as in org/name:file'),
  'model-id-form': (facts) => modelId(facts, 'it is not a name, org/name:file or an https address'),
  'model-id-path': (facts) => modelId(facts, 'its file is not a path inside the repository'),
  'model-id-address': (facts) => modelId(facts, 'an address is https://, a host and a path, and nothing else'),
  'model-id-address-path': (facts) => modelId(facts, 'its path is not normalised'),

  // These come last, so the compiler rejects any code above that one of these tables also has.
  ...withUntypedFacts(formatFaults),
  ...withUntypedFacts(reportLinkFaults),
  ...withUntypedFacts(gateFileFaults),
  ...withUntypedFacts(hallmarkFaults),
  ...withUntypedFacts(messageFaults),
  ...companionReasons,
  ...requestReasons,
  ...serverReasons,
} satisfies Record<Reason, (facts: ErrorFacts) => string>;
