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
    'page-hidden', // the page was hidden during every sample of a cell: {samples, cell}
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
  | 'engine-too-old' // the installed library is older than Assay needs: {engine, version, min}
  | 'engine-crashed' // a signal ended the engine's process: {signal}
  | 'engine-exited' // the engine's process exited: {exitCode}
  | 'engine-too-slow' // a call was not answered in time: {seconds}
  | 'engine-keeps-dying' // the engine crashed repeatedly with this model open: {deaths}
  | 'no-such-hardware' // the engine finds no such device on this machine: {device}
  | 'provider-needed' // onnxruntime uses this device only through a provider: {device}
  | 'provider-without-device' // the provider finds no such device: {provider, device}
  | 'provider-without-nodes' // the provider can run none of the model's nodes: {provider}
  | 'setting-needs-provider' // the setting needs an execution provider: {setting}
  | 'provider-without-setting' // the provider would ignore the setting: {provider, setting}
  | 'provider-not-built-in' // this build of onnxruntime lacks the provider: {provider, builtIn}
  | 'setting-not-supported' // {engine, device, setting}
  | 'text-not-tuned' // tuning supports only tensor models: {engine}
  | 'no-profile' // the engine does not support profiling: {engine}
  | 'no-webgpu' // this browser has no WebGPU
  | 'no-gpu-adapter'
  | 'gpu-adapter-not-usable' // llama.cpp cannot use this GPU adapter
  | 'wasm-heap-full'
  | 'worker-not-started'
  | 'worker-script-not-loaded'
  | 'worker-terminated' // this page terminated the worker
  | 'worker-ended' // the worker ended without a reply
  | 'no-webgl'
  | 'precision-not-available' // WebGL does not compute in the requested precision on this device
  | 'backend-not-started'
  | 'keras-layers-model'
  | 'value-not-tensor' // {value}
  | 'value-type' // {value, type}
  | 'output-size-unknown' // the size of an output is known only at run time: {output, shape}
  | 'variable-tensors' // the model retains state in TFLite variable tensors
  | 'operators-not-supported' // {operators, more?}
  | 'format-version' // the IR version of an ONNX file is too new: {version, max}
  | 'opset-too-new' // {domain, version, max}
  | 'opset-too-old' // {version, min, operators}
  | 'bfloat16' // operators with bfloat16 inputs: {operators}
  | 'weights-manifest' // weights without a graph
  | 'vocabulary-only' // a GGUF file without weights
  | 'projector-only' // the projector of a multimodal model, without the language model
  | 'no-key-value-cache' // the graph has no KV cache inputs, so it is not a decoder that generates text token by token
  | 'decoder-input-unknown' // {input}
  | 'architecture-not-converted' // the architecture cannot be converted from GGUF to ONNX: {architecture}
  | 'experts-not-converted' // a mixture of experts cannot be converted from GGUF to ONNX
  | 'tokenizer-not-converted' // the tokenizer cannot be converted from GGUF: {tokenizer}
  | 'split-not-converted' // a split GGUF model cannot be converted
  | 'conversion-differs' // the converted model predicts text worse than the original
  | 'chat-template-invalid' // {why}
  | 'needs-half-precision' // the GPU has no `shader-f16`
  | 'no-words' // the vocabulary has no single-token words, from which benchmark prompts are built
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
  | 'label-count' // the number of labels in config.json differs from the graph's number of outputs: {labels, outputs}
  | 'pooling-not-supported' // {modes}
  | 'tokenizer-not-supported' // the library does not support the tokenizer: {why}
  | 'token-missing' // the vocabulary lacks a token that the task needs: {token}
  | 'module-not-supported' // a layer of sentence-transformers that is not part of the graph: {module}
  | 'input-of-other-task' // {expected}: the input type of the task
  | 'output-type' // {type}
  | 'output-missing' // {there}: the outputs that the model has
  | 'image-type'; // {type}

/** Faults of files. */
type FileReason =
  | 'file-missing' // {file}
  | 'file-empty' // {file}
  | 'empty' // the file that the error names has no bytes
  | 'file-not-json' // {file}
  | 'node-unknown' // a recipe excludes a node that the model does not have: {name}
  | 'field-invalid' // a field is missing or has the wrong type: {field, allowed?}
  | 'format-without-graph' // its files contain only weights, or their graph cannot be read
  | 'file-incomplete' // the file does not specify a required value: {file, missing}
  | 'no-model-library'
  | 'no-tflite-signature'
  | 'weights-incomplete' // {actualBytes, expectedBytes}
  | 'longer-than-declared' // {expectedBytes}
  | 'size-mismatch' // {actualBytes, expectedBytes}
  | 'hash-mismatch' // {actual, expected}
  | 'zip-damaged' // {member?}
  | 'zip-unsafe' // a member is a link, or its path leads out of the archive: {member}
  | 'stored-file-changed'
  | 'not-an-image'
  | 'not-a-video'
  | 'no-video-track'
  | 'video-codec' // this browser cannot decode: {codec}
  | 'no-video-encoder' // this browser cannot encode a video of this size: {width, height}
  | 'not-audio' // not audio in a known format
  | 'audio-empty'
  | 'wav-codec' // {codec, bits}
  | 'not-a-mask';

/** Reasons why a document of the user cannot be read. */
export type DocumentReason =
  | 'pdf-encrypted'
  | 'pdf-without-text' // only images of pages, such as a scan: {pages}
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
  | 'no-class-matches' // {classes, labels}: examples of the dataset's classes and the model's labels
  | 'no-labels-or-baseline' // files without labels, and no baseline to measure agreement with
  | 'other-label-kind' // {actual, expected}: kinds of `ItemLabel`, joined by commas
  | 'dataset-file-changed' // a file changed during the evaluation: {file}
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
  | 'other-tokenizer' // the tokenizer differs from that of the baseline
  | 'result-not-finite' // a value of the result is NaN or infinite: {value}
  | 'other-outputs'; // the outputs differ from those of the baseline: {actual, expected}

/** Faults of a server's response. */
type ServerReason =
  | 'http-status' // {status}
  | 'no-answer'
  | 'no-answer-in-time' // {seconds}
  | 'answer-interrupted'
  | 'answer-not-json'
  | 'answer-size' // {actualBytes, expectedBytes, status}
  | 'connection-interrupted' // the connection was interrupted several times
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
  | 'storage-blocked' // a browser setting or a private window blocks site data
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
  | 'not-current-version' // another version is current now
  | 'ladder-runs-elsewhere' // another tab is trying remedies
  | 'deployment-removed'
  | 'other-model-files'; // the model's files have changed since the version was deployed

/** Why an invitation to a federation, or its plan, cannot be used. */
export type PlanReason =
  | 'not-an-invitation'
  | 'invitation-signature' // the invitation was changed after the coordinator signed it
  | 'plan-field' // {field}
  | 'epsilon-zero' // epsilon is 0, which no finite noise achieves
  | 'epsilon-exceeded' // the planned rounds would exceed the epsilon of the plan: {epsilon, max}
  | 'plan-other-model'
  | 'plan-other-features' // {expected}: the number of features in the plan
  | 'delta-too-large'; // {delta, examples}

/** Why a coordinator refuses the request of a participant. */
export type RefusalReason =
  | 'request-signature'
  | 'request-unreadable'
  | 'plan-unknown' // the coordinator has no federation with this plan
  | 'update-other-model'
  | 'update-other-head' // the update starts from a different head than that of the current round
  | 'budget-exhausted' // the update would exceed the epsilon of the plan
  | 'ledger-damaged' // the steps that this participant has spent cannot be read
  | 'privacy-understated' // the request states fewer steps than the participant has sent
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
  | 'answer-other' // the answer belongs to another request
  | 'answer-not-allowed'
  | 'roster-signature' // a participant's keys in the list are not signed by that participant
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
  | 'companion-ended' // the companion exited, for example after Ctrl+C
  | 'connection-lost'
  | 'companion-silent' // the companion does not answer
  | 'other-companion' // not the companion that this page was paired with
  | 'other-program' // the program on the port does not know the pairing code
  | 'pairing-revoked'
  | 'page-too-old' // the companion requires a newer protocol version: {version, min}
  | 'companion-too-old' // the page requires a newer protocol version: {version, min}
  | 'not-authenticated' // no valid token, key or code was sent in time
  | 'origin-not-paired' // {origin}
  | 'signature-invalid' // the signature of a paired page is invalid
  | 'pairing-not-open' // `assay pair` is not running, or another page is being paired
  | 'code-wrong' // {triesLeft}
  | 'code-expired'
  | 'scope-missing' // the page or API key lacks a scope: {scope}
  | 'too-many-requests' // too many concurrent requests: {max}
  | 'request-id-in-use' // {id}
  | 'session-unknown' // {session}
  | 'session-kind' // the request needs the other kind of model: {session, kind}
  | 'memory-limit' // all open models together would exceed the memory limit: {needBytes, maxBytes}
  | 'closed-for-memory' // the least recently used model was closed to open another one: {model}
  | 'engine-unknown' // {engine, known}
  | 'upload-order' // a chunk that does not follow the previous one: {offset, wantOffset}
  | 'requests-too-large' // the bodies of all concurrent requests together exceed the memory limit
  | 'upload-incomplete'; // {file}

/** Reasons why a remote server that the companion uses has not answered, or cannot be added. */
export type RemoteServerReason =
  | 'server-rejects' // {status, why}
  | 'server-token' // the token is missing or invalid: {status, why}
  | 'server-redirects'
  | 'server-answer-too-large'
  | 'answer-unexpected' // a field is missing or has the wrong type: {field}
  | 'answer-differs' // a server failed mid-answer, and the next one answered differently
  | 'server-context-unknown' // {model}
  | 'server-not-timed' // a remote server of language models does not report its compute time
  | 'server-one-graph' // the task needs several graphs, but a model on a remote server is a single graph
  | 'server-url'
  | 'server-url-secret' // the URL contains a user name, password or query
  | 'server-url-metadata' // the metadata service of a cloud provider, which returns credentials
  | 'server-url-unencrypted'; // a token would be sent unencrypted to another machine

/** Faults of requests to the companion's HTTP servers. */
export type RequestReason =
  | 'body-encoding' // the body is compressed: {coding}
  | 'body-too-large' // {maxBytes}
  | 'body-not-json'
  | 'body-field' // a field is missing or has the wrong type: {field, actual}
  | 'not-supported' // {feature}
  | 'tensor-type' // {name, type, known}
  | 'tensor-repeated-in-request' // {name}
  | 'tensor-elements' // {name, actual, expected}
  | 'tensor-element' // a value that the tensor's type cannot represent: {name, type, value}
  | 'tensor-byte-count' // the binary data does not match the shape: {name, actual, shape}
  | 'tensor-needs-binary' // JSON cannot express the values: {name, type}
  | 'binary-size' // the bytes after the JSON do not match the sizes that the tensors declare: {actual, expected}
  | 'output-unknown' // {name, known}
  | 'model-kind' // {model, kind}
  | 'model-unloaded'; // {model}

/** Reasons why an input value cannot be used. */
export type InputReason =
  | 'size-missing' // a free dimension has no size
  | 'size-invalid' // {size}
  | 'no-such-dimension' // {known}
  | 'not-a-profile' // not a profile of onnxruntime
  | 'profile-without-nodes'
  | 'no-node-coverage' // the file lists no nodes, or its engine runs only whole models
  | 'sizes-not-for-task' // {sizes, suggested}
  | 'input-too-large' // {elements, max}
  | 'message-too-large' // the message exceeds the companion's limit: {sizeBytes, maxBytes}
  | 'text-not-numbers'
  | 'text-blank'
  | 'prompt-beyond-context' // {why}
  | 'no-chat-template' // the prompt is a conversation, but the model has no chat template
  | 'language-unknown' // the model does not know the language: {actual, known}
  | 'no-top-k'
  | 'schema-keyword' // a part of a JSON schema that is invalid or not supported: {keyword}
  | 'schema-too-large' // a JSON schema beyond a limit: {maxValues, maxCharacters, maxDepth}
  | 'schema-beyond-vocabulary' // the model's tokens cannot write JSON that matches the schema
  | 'chat-template-rejects' // the chat template rejects the conversation: {why}
  | 'rejected-by-engine' // {why}
  | 'answering' // an answer is already being generated
  | 'task-not-scored' // results of the task cannot be scored against labels
  | 'no-matching-classes' // no item of the dataset has a class that the model knows
  | 'unfinished-run-differs' // the model, engine, items or labels differ from those of the unfinished run
  | 'action-not-offered' // the page does not offer the action: {page}
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
  | 'no-device-check' // the link contains no device check
  | 'not-two-results' // a comparison needs two results
  | 'not-one-subject' // {named, choices}
  | 'engine-of-other-model' // {engine, engines}
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
