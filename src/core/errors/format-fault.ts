/**
 * The faults of model files, with the facts that their messages contain. The messages are in
 * `src/words/<language>/models/format-faults.ts`; the compiler requires one for each fault.
 */
export type FormatFault =
  // The file as a whole
  | { reason: 'no-graph' }
  | { reason: 'ends-early'; missingBytes: number }
  | { reason: 'weights-cut-off'; sizeBytes: number; expectedBytes: number }
  | { reason: 'bytes-after-weights'; extraBytes: number }
  | { reason: 'file-shrank' }
  | { reason: 'header-too-large'; maxBytes: number }
  | { reason: 'unsafe-file-name'; file: string }
  // Fields and lists
  | { reason: 'field-too-large'; bytes: number; maxBytes: number }
  | { reason: 'number-out-of-range'; value: string }
  | { reason: 'nested-too-deep'; maxDepth: number }
  | { reason: 'too-many-parts'; max: number }
  | { reason: 'too-many-tensors'; count: number; max: number }
  | { reason: 'too-many-metadata-entries'; count: number; max: number }
  | { reason: 'too-much-metadata-text'; maxBytes: number }
  | { reason: 'array-too-long'; length: number }
  | { reason: 'metadata-type-unknown'; type: number }
  | { reason: 'alignment-invalid'; alignment: string }
  | { reason: 'offset-outside-file' }
  | { reason: 'tables-without-end' }
  // Protobuf
  | { reason: 'value-cut-off' }
  | { reason: 'varint-too-long' }
  | { reason: 'field-number-invalid' }
  | { reason: 'wire-type-unknown'; type: number }
  | { reason: 'packed-length-invalid'; bytes: number; elementBytes: number }
  // JSON
  | { reason: 'not-json'; why: string }
  | { reason: 'json-too-large'; bytes: number; maxBytes: number }
  | { reason: 'json-too-many-objects'; count: number; max: number }
  | { reason: 'json-not-object' }
  | { reason: 'file-not-object'; file: string }
  | { reason: 'entry-invalid'; entry: string }
  // Tensors and operators
  | { reason: 'tensor-type-unknown'; tensor: string; type: string }
  | { reason: 'tensor-missing'; tensor: string }
  | { reason: 'tensor-type-not-supported'; tensor: string; type: string; known: string }
  | { reason: 'tensor-rank-too-high'; tensor: string; rank: number; max: number }
  | { reason: 'tensor-shape-invalid'; tensor: string }
  | { reason: 'tensor-too-large'; shape: string }
  | { reason: 'tensor-offsets-invalid'; tensor: string }
  | { reason: 'tensor-bytes-mismatch'; tensor: string; shape: string; actualBytes: number }
  | { reason: 'tensor-values-mismatch'; tensor: string; shape: string; count: number }
  | { reason: 'tensor-rows-invalid'; tensor: string; rowElements: number; blockElements: number }
  | { reason: 'tensor-not-finite'; tensor: string }
  | { reason: 'gguf-magic-missing' }
  | { reason: 'tensors-overlap' }
  | { reason: 'too-many-elements' }
  | { reason: 'tensor-index-invalid'; index: number; count: number }
  | { reason: 'operator-code-invalid'; index: number }
  // Graphs
  | { reason: 'value-missing'; value: string }
  | { reason: 'value-defined-twice'; value: string }
  | { reason: 'nodes-unordered'; value: string }
  | { reason: 'graph-cycle'; value: string }
  | { reason: 'domain-missing'; domain: string }
  // Intact files of an unsupported version
  | { reason: 'gguf-version-1' }
  | { reason: 'gguf-version'; version: number }
  | { reason: 'gguf-big-endian' };
