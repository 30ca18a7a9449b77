import koffi from 'koffi';
import { CheckedLibrary } from '../ffi/checked-library.ts';
import type { Pointer } from '../ffi/memory.ts';

/** The declarations are from the C headers of LiteRT 2.3. */
const checked = {
  LiteRtCreateEnvironment: 'int @(int, void *, _Out_ void **)',
  LiteRtCreateModelFromFile: 'int @(void *, str, _Out_ void **)',
  LiteRtCreateOptions: 'int @(_Out_ void **)',
  LiteRtSetOptionsHardwareAccelerators: 'int @(void *, int)',
  LiteRtCreateOpaqueOptions: 'int @(str, void *, void *, _Out_ void **)',
  LiteRtAddOpaqueOptions: 'int @(void *, void *)',
  LiteRtCreateCompiledModel: 'int @(void *, void *, void *, _Out_ void **)',
  LiteRtGetModelSubgraph: 'int @(void *, size_t, _Out_ void **)',
  LiteRtGetNumSubgraphInputs: 'int @(void *, _Out_ size_t *)',
  LiteRtGetNumSubgraphOutputs: 'int @(void *, _Out_ size_t *)',
  LiteRtGetSubgraphInput: 'int @(void *, size_t, _Out_ void **)',
  LiteRtGetSubgraphOutput: 'int @(void *, size_t, _Out_ void **)',
  LiteRtGetTensorName: 'int @(void *, _Out_ void **)',
  LiteRtGetRankedTensorType: 'int @(void *, void *)',
  LiteRtGetCompiledModelInputBufferRequirements: 'int @(void *, size_t, size_t, _Out_ void **)',
  LiteRtGetCompiledModelOutputBufferRequirements: 'int @(void *, size_t, size_t, _Out_ void **)',
  LiteRtGetTensorBufferRequirementsBufferSize: 'int @(void *, _Out_ size_t *)',
  LiteRtCreateManagedTensorBufferFromRequirements: 'int @(void *, void *, void *, _Out_ void **)',
  LiteRtLockTensorBuffer: 'int @(void *, _Out_ void **, int)',
  LiteRtUnlockTensorBuffer: 'int @(void *)',
  LiteRtRunCompiledModel: 'int @(void *, size_t, size_t, void *, size_t, void *)',
  LiteRtGetNumAccelerators: 'int @(void *, _Out_ size_t *)',
  LiteRtGetAccelerator: 'int @(void *, size_t, _Out_ void **)',
  LiteRtGetAcceleratorName: 'int @(void *, _Out_ void **)',
};

const unchecked = {
  LiteRtDestroyCompiledModel: 'void @(void *)',
  LiteRtDestroyModel: 'void @(void *)',
  LiteRtDestroyOptions: 'void @(void *)',
  LiteRtDestroyTensorBuffer: 'void @(void *)',
};

/** Messages for `LiteRtStatus`, which the library does not provide. */
const statusMessages: Readonly<Record<number, string>> = {
  1: 'invalid argument',
  2: 'memory allocation failed',
  3: 'engine failure',
  4: 'missing input tensor',
  5: 'not supported',
  6: 'not found',
  500: 'file cannot be read',
  501: 'invalid flatbuffer',
  502: 'library cannot be loaded',
  503: 'serialisation failed',
  504: 'compilation failed',
};

/** The C API of a LiteRT library that is loaded into this process. */
export class LitertApi extends CheckedLibrary<keyof typeof checked, keyof typeof unchecked> {
  constructor(library: string) {
    super('litert', library, checked, unchecked);
  }

  protected override formatMessage(name: string, status: number): string {
    return `${name}: ${statusMessages[status] ?? `status ${status}`}`;
  }
}

/** Copies a text into the C heap. Also returns the address of `free`, for the library that takes ownership. */
export function allocateCString(text: string): readonly [text: Pointer, free: Pointer] {
  const library = koffi.load(null);
  return [library.func('void *strdup(str)')(text) as Pointer, library.symbol('free') as Pointer];
}
