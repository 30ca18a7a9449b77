import type { FormatFault } from './format-fault.ts';
import type { GateFileFault } from './gate-file-fault.ts';
import type { HallmarkFault } from './hallmark-fault.ts';
import type { MessageFault } from './message-fault.ts';
import type { ReportLinkFault } from './report-link-fault.ts';

/**
 * The known causes of errors: the fact `reason` of an `AppError`, with the other facts that its message contains. Each
 * language has a text for each (`src/words/<language>/errors/reasons.ts`). For an unknown cause, the message of the library
 * or browser is quoted as the fact `why`.
 */
export type Reason = Distinct<
  [
    EngineReason,
    TaskReason,
    FileReason,
    LabelReason,
    DocumentReason,
    ScoreReason,
    FormatFault['reason'],
    ServerReason,
    StorageReason,
    DeploymentReason,
    PlanReason,
    RefusalReason,
    DistrustReason,
    CompanionReason,
    MessageFault['reason'],
    RequestReason,
    RemoteServerReason,
    CameraReason,
    InputReason,
    'page-hidden', // during every sample of a cell: {samples, cell}
    LinkReason,
    ReportLinkFault['reason'],
    GateFileFault['reason'],
    HallmarkFault['reason'],
  ]
>;

/**
 * The union of the groups. A code in two groups would have one text for two causes, so it turns the type into an object,
 * which the compiler rejects at every use.
 */
type Distinct<Groups extends readonly string[], Seen extends string = never> = Groups extends readonly [
  infer First extends string,
  ...infer Rest extends readonly string[],
]
  ? [First & Seen] extends [never]
    ? Distinct<Rest, First | Seen>
    : { readonly inTwoGroups: First & Seen }
  : Seen;

/** Reasons why an engine cannot use a device or run a model. */
type EngineReason =
  | 'no-device-requested'
  | 'device-not-supported' // {engine, device}
  | 'native-engine' // runs only in the companion: {engine}
  | 'engine-too-old' // the library of an engine: {engine, version, min}
  | 'engine-crashed' // its process: {signal}
  | 'engine-exited' // its process ended: {exitCode}
  | 'engine-too-slow' // a call was not answered in time: {seconds}
  | 'engine-keeps-dying' // repeatedly with this model: {deaths}
  | 'no-such-hardware' // for the engine: {device}
  | 'provider-needed' // onnxruntime uses this device only through a provider: {device}
  | 'provider-without-device' // {provider, device}
  | 'provider-without-nodes' // runs none of the model's nodes: {provider}
  | 'setting-needs-provider' // {setting}
  | 'provider-without-setting' // ignores the setting: {provider, setting}
  | 'provider-not-built-in' // to this build of onnxruntime: {provider, builtIn}
  | 'setting-not-supported' // {engine, device, setting}
  | 'text-not-tuned' // tuning supports only tensor models: {engine}
  | 'no-profile' // the engine does not support profiling: {engine}
  | 'no-webgpu' // in this browser
  | 'no-gpu-adapter'
  | 'gpu-adapter-not-usable' // by llama.cpp
  | 'wasm-heap-full'
  | 'worker-not-started'
  | 'worker-script-not-loaded'
  | 'worker-terminated' // by this page
  | 'worker-ended' // without a reply
  | 'no-webgl'
  | 'precision-not-available' // on WebGL
  | 'backend-not-started'
  | 'keras-layers-model'
  | 'value-not-tensor' // {value}
  | 'value-type' // {value, type}
  | 'output-size-unknown' // until the model runs: {output, shape}
  | 'variable-tensors'
  | 'operators-not-supported' // {operators, more?}
  | 'format-version' // of ONNX, its IR version: {version, max}
  | 'opset-too-new' // {domain, version, max}
  | 'opset-too-old' // {version, min, operators}
  | 'bfloat16' // {operators}
  | 'weights-manifest' // weights without a graph
  | 'vocabulary-only'
  | 'projector-only' // of a multimodal model
  | 'no-key-value-cache' // among its inputs: not a decoder that generates text token by token
  | 'decoder-input-unknown' // {input}
  | 'architecture-not-converted' // from GGUF to ONNX: {architecture}
  | 'experts-not-converted' // a mixture of experts, from GGUF to ONNX
  | 'tokenizer-not-converted' // from GGUF: {tokenizer}
  | 'split-not-converted' // from GGUF in several files
  | 'conversion-differs' // the converted model predicts a text worse than the original
  | 'chat-template-invalid' // {why}
  | 'needs-half-precision'
  | 'no-words' // no single-token words in the vocabulary of {model}
  | 'library-mismatch'; // the model's compiled library is for another version of the engine: {version, why}

/** Reasons why a model does not fit a task. */
export type TaskReason =
  | 'not-for-this-task'
  | 'not-a-detector'
  | 'not-a-face-detector'
  | 'not-a-face-embedder'
  | 'not-an-image-classifier'
  | 'not-a-digit-classifier'
  | 'not-an-image-model'
  | 'not-one-vector'
  | 'not-a-sentence-encoder'
  | 'not-a-text-classifier'
  | 'not-a-token-classifier'
  | 'label-count' // config.json has another number of labels than the graph has outputs: {labels, outputs}
  | 'pooling-not-supported' // {modes}
  | 'tokenizer-not-supported' // by the library: {why}
  | 'token-missing' // in the vocabulary: {token}
  | 'module-not-supported' // a layer of sentence-transformers: {module}
  | 'input-of-other-task' // {expected}: the input type
  | 'output-type' // {type}
  | 'output-missing' // {there}
  | 'image-type'; // {type}

/** Faults of files. */
type FileReason =
  | 'file-missing' // {file}
  | 'file-empty' // {file}
  | 'empty' // the file that the error names
  | 'file-not-json' // {file}
  | 'node-unknown' // a recipe excludes it: {name}
  | 'field-invalid' // missing, or not of its type: {field, allowed?}
  | 'format-without-graph' // its files contain only weights, or their graph cannot be read
  | 'file-incomplete' // {file, missing}
  | 'no-model-library'
  | 'no-tflite-signature'
  | 'weights-incomplete' // {actualBytes, expectedBytes}
  | 'longer-than-declared' // {expectedBytes}
  | 'size-mismatch' // {actualBytes, expectedBytes}
  | 'hash-mismatch' // {actual, expected}
  | 'zip-damaged' // {member?}
  | 'zip-unsafe' // a member with a path outside the archive: {member}
  | 'stored-file-changed'
  | 'not-an-image'
  | 'not-a-video'
  | 'no-video-track'
  | 'video-codec' // this browser cannot decode: {codec}
  | 'no-video-encoder' // in this browser: {width, height}
  | 'not-audio' // of a known format
  | 'audio-empty'
  | 'wav-codec' // {codec, bits}
  | 'not-a-mask';

/** Reasons why a document of the user cannot be read. */
export type DocumentReason =
  | 'pdf-encrypted'
  | 'pdf-without-text' // such as a scan: {pages}
  | 'pdf-damaged' // {why}
  | 'docx-damaged'
  | 'word-old-or-encrypted'
  | 'document-too-large' // {bytes, maxBytes}
  | 'document-not-text';

/** Reasons why the labels of a dataset cannot be read. */
export type LabelReason =
  | 'several-layouts' // {found}: ids of `LayoutId`
  | 'several-label-files' // {found, more?}
  | 'several-splits' // {found}: folders such as train and val
  | 'no-label-file' // {layout, wanted?}
  | 'no-inputs' // {kind}
  | 'audio-not-scored' // {audio}: the task does not take the audio files of the dataset
  | 'no-items' // {labels, example?}: none of the labels belongs to a file
  | 'other-label-kind' // {actual, expected}: kinds of `ItemLabel`, joined by commas
  | 'dataset-file-changed' // during an evaluation: {file}
  | 'text-not-unicode'
  | 'labels-too-large' // {bytes, maxBytes}
  | 'quote-not-closed' // {line}
  | 'text-after-quote' // {line}
  | 'line-not-json' // {line}
  | 'line-not-object' // {line}
  | 'key-repeated' // {line, key}; line 0 in a list of objects
  | 'too-many-columns' // {columns, max}
  | 'columns-unclear' // {columns}
  | 'no-tagged-words'
  | 'column-unknown'; // {column, columns}

/** Reasons why the result of an item cannot be scored. */
type ScoreReason =
  | 'engine-without-token-scores' // {engine}
  | 'text-too-short' // {tokens, needs}
  | 'other-tokenizer' // than that of the baseline
  | 'result-not-finite' // a value of the result is NaN or infinite: {value}
  | 'other-outputs'; // than those of the reference: {actual, expected}

/** Faults of a server's response. */
type ServerReason =
  | 'http-status' // {status}
  | 'no-answer'
  | 'no-answer-in-time' // {seconds}
  | 'answer-interrupted'
  | 'answer-not-json'
  | 'answer-size' // {actualBytes, expectedBytes, status}
  | 'connection-interrupted' // repeatedly
  | 'file-keeps-changing'
  | 'file-changed-while-read'
  | 'content-length-missing'
  | 'content-range-invalid'
  | 'range-mismatch' // {actual, expected}
  | 'no-range-requests' // {sizeBytes?}
  | 'not-a-listing'
  | 'listing-on-other-host' // {host}
  | 'listing-repeats' // {host}
  | 'listing-too-long' // {host, maxPages}
  | 'listing-too-large' // {host, maxBytes}
  | 'listing-too-slow'; // {host, seconds}

/** Reasons why the browser's storage fails. */
type StorageReason =
  | 'disk-full'
  | 'upload-quota' // uploaded models exceed their quota on the companion's disk: {needBytes, quotaBytes, usedBytes}
  | 'storage-blocked' // by a setting of the browser, or in a private window
  | 'storage-newer' // written by a newer version of the app
  | 'quota-exceeded'
  | 'not-enough-quota' // {needBytes, freeBytes}
  | 'cleared-by-browser' // {file}
  | 'deleted-meanwhile'; // {file}

/** Reasons why a change of a deployment no longer applies, usually because of another tab; each {version}. */
type DeploymentReason =
  | 'version-in-use'
  | 'version-removed'
  | 'no-earlier-version'
  | 'rollout-ended'
  | 'other-version-answers'
  | 'ladder-runs-elsewhere'
  | 'deployment-removed'
  | 'other-model-files'; // than when the version was deployed

/** Why an invitation to a federation, or its plan, cannot be used. */
export type PlanReason =
  | 'not-an-invitation'
  | 'invitation-signature' // it was changed after the coordinator signed it
  | 'plan-field' // {field}
  | 'epsilon-zero' // no finite noise is enough
  | 'epsilon-exceeded' // by the rounds that are planned: {epsilon, max}
  | 'plan-other-model'
  | 'plan-other-features' // {expected}: their number
  | 'delta-too-large'; // {delta, examples}

/** Why a coordinator refuses the request of a participant. */
export type RefusalReason =
  | 'request-signature'
  | 'request-unreadable'
  | 'plan-unknown' // the coordinator has no federation of this plan
  | 'update-other-model'
  | 'update-other-head' // than that of the current round
  | 'budget-exhausted' // the epsilon of the plan would be exceeded
  | 'ledger-damaged' // the steps that this participant has spent cannot be read
  | 'privacy-understated' // fewer steps than the participant has sent
  | 'norm-too-large'
  | 'vector-invalid'
  | 'not-enrolled'
  | 'federation-full'
  | 'federation-done'
  | 'turn-over'
  | 'message-order';

/** What a coordinator states that cannot be true. */
export type DistrustReason =
  | 'answer-signature'
  | 'answer-other' // than to this request
  | 'answer-not-allowed'
  | 'roster-signature' // of a participant
  | 'roster-keys-invalid'
  | 'roster-without-self'
  | 'roster-repeats'
  | 'roster-too-small'
  | 'roster-other-model'
  | 'share-not-authentic'
  | 'sharers-invalid'
  | 'survivors-invalid'
  | 'survivors-disagree';

/** Reasons why the companion is unreachable, rejects a connection or a request, or closed a session. */
export type CompanionReason =
  | 'companion-not-found' // no program listens at the address, or the browser blocks it
  | 'companion-ended' // such as by Ctrl+C
  | 'connection-lost'
  | 'companion-silent' // it does not answer
  | 'other-companion' // than the one that this page was paired with
  | 'other-program' // on the port, which does not know the pairing code
  | 'pairing-revoked'
  | 'page-too-old' // for the protocol of the companion: {version, min}
  | 'companion-too-old' // for the protocol of the page: {version, min}
  | 'not-authenticated' // no valid token, key or code, or too late
  | 'origin-not-paired' // {origin}
  | 'signature-invalid' // of a paired page
  | 'pairing-not-open' // `assay pair` is not running, or another page is being paired
  | 'code-wrong' // {triesLeft}
  | 'code-expired'
  | 'scope-missing' // of this page or API key: {scope}
  | 'too-many-requests' // at the same time: {max}
  | 'request-id-in-use' // {id}
  | 'session-unknown' // {session}
  | 'session-kind' // a request for the other kind of model: {session, kind}
  | 'memory-limit' // of all open models: {needBytes, maxBytes}
  | 'closed-for-memory' // the least recently used model, to open another one: {model}
  | 'engine-unknown' // {engine, known}
  | 'upload-order' // a chunk that does not follow the previous one: {offset, wantOffset}
  | 'requests-too-large' // together: the bodies of all requests
  | 'upload-incomplete'; // {file}

/** Reasons why a remote server that the companion uses has not answered, or cannot be added. */
export type RemoteServerReason =
  | 'server-rejects' // {status, why}
  | 'server-token' // missing or invalid: {status, why}
  | 'server-redirects'
  | 'server-answer-too-large'
  | 'answer-unexpected' // a field is missing or has the wrong type: {field}
  | 'answer-differs' // the answer of another server, asked after the first one failed mid-answer
  | 'server-context-unknown' // {model}
  | 'server-not-timed' // for a benchmark of a language model
  | 'server-one-graph' // for a task of several graphs, which are recognised by their files
  | 'server-url'
  | 'server-url-secret' // a user name, password or query
  | 'server-url-metadata'
  | 'server-url-unencrypted';

/** Faults of requests to the companion's HTTP servers. */
export type RequestReason =
  | 'body-encoding' // compressed: {coding}
  | 'body-too-large' // {maxBytes}
  | 'body-not-json'
  | 'body-field' // missing, or of the wrong type: {field, actual}
  | 'not-supported' // {feature}
  | 'tensor-type' // {name, type, known}
  | 'tensor-repeated-in-request' // {name}
  | 'tensor-elements' // {name, actual, expected}
  | 'tensor-element' // a value that is not of the type: {name, type, value}
  | 'tensor-byte-count' // binary data that does not fit the shape: {name, actual, shape}
  | 'tensor-needs-binary' // values that JSON cannot express: {name, type}
  | 'binary-size' // the bytes after the JSON are not those of the tensors: {actual, expected}
  | 'output-unknown' // {name, known}
  | 'model-kind' // {model, kind}
  | 'model-unloaded'; // {model}

/** Reasons why an input value cannot be used. */
export type InputReason =
  | 'size-missing' // a free dimension is not set
  | 'size-invalid' // {size}
  | 'no-such-dimension' // {known}
  | 'not-a-profile' // of onnxruntime
  | 'profile-without-nodes'
  | 'no-node-coverage' // the file lists no nodes, or its engine runs only whole models
  | 'sizes-not-for-task' // {sizes, suggested}
  | 'input-too-large' // {elements, max}
  | 'message-too-large' // for the companion: {sizeBytes, maxBytes}
  | 'text-not-numbers'
  | 'text-blank'
  | 'prompt-beyond-context' // {why}
  | 'no-chat-template' // for a conversation
  | 'language-unknown' // to the model: {actual, known}
  | 'no-top-k'
  | 'schema-keyword' // a part of a JSON schema that is invalid or not supported: {keyword}
  | 'schema-too-large' // a JSON schema beyond a limit: {maxValues, maxCharacters, maxDepth}
  | 'schema-beyond-vocabulary' // the tokens of the model cannot write the JSON
  | 'chat-template-rejects' // the conversation: {why}
  | 'rejected-by-engine' // {why}
  | 'answering' // an answer is already being generated
  | 'task-not-scored' // against labels
  | 'no-matching-classes' // no item of the dataset has a class of the model
  | 'unfinished-run-differs' // models, engine, items or labels are not those of the unfinished run
  | 'action-not-offered' // on the page {page}
  | 'keys-missing' // {classes}
  | 'keys-wrong-count'; // {characters, classes}

type CameraReason =
  | 'camera-permission-denied'
  | 'no-camera'
  | 'no-microphone'
  | 'camera-in-use'
  | 'insecure-page'
  | 'camera-disconnected';

/** Faults of links, and of text typed to name a model. */
export type LinkReason =
  | 'setting-unknown' // {setting, known}
  | 'setting-repeated' // {setting}
  | 'setting-value' // {setting, value, choices}
  | 'schema-not-object' // {schema}
  | 'setting-of-detector' // {setting, task}
  | 'setting-whole' // {setting, value, min, max}
  | 'setting-number' // {setting, value, min, max}
  | 'not-a-name' // {setting, value}
  | 'not-name-and-size' // {setting, value}
  | 'too-many-sizes' // {count, max}
  | 'not-percent-encoded' // {text}
  | 'no-device-check' // in a link that should contain one
  | 'not-two-results' // a comparison
  | 'not-one-subject' // {named, choices}
  | 'engine-of-other-model' // {engine, able}
  | 'engine-without-onnx' // {engine}
  | 'no-engine-for-file' // {file}
  | 'no-such-model-file' // {repository, file}
  | 'not-a-model-address' // {text}
  | 'address-not-encrypted' // {text}
  // A text that is not a valid model id, each {id, maxCharacters}:
  | 'model-id-too-long'
  | 'model-id-without-file'
  | 'model-id-form'
  | 'model-id-path'
  | 'model-id-address'
  | 'model-id-address-path';
