import koffi from 'koffi';
import { AppError } from '#core/errors/error.ts';
import { callAsync, openLibrary, type NativeFunction } from '../ffi/c-library.ts';
import { readString, type Pointer } from '../ffi/memory.ts';

/**
 * `ORT_API_VERSION` of ONNX Runtime 1.24, the first version that reports the provider of each node. Later versions of
 * the library support it too.
 */
const apiVersion = 24;

/** Paths are wide strings on Windows. */
const path = process.platform === 'win32' ? 'str16' : 'str';

/**
 * The functions that return a status, with their positions in the table `OrtApi` and their parameters. Positions are
 * stable, because new functions are only appended to the header. They were taken from its Rust bindings, the crate
 * ort-sys 2.0.0-rc.12.
 */
const checked = {
  CreateEnv: [3, 'int, str, _Out_ void **'],
  CreateSession: [7, `void *, ${path}, void *, _Out_ void **`],
  Run: [9, 'void *, void *, void *, void *, size_t, void *, size_t, void *'],
  CreateSessionOptions: [10, '_Out_ void **'],
  SetSessionExecutionMode: [13, 'void *, int'],
  EnableProfiling: [14, `void *, ${path}`],
  EnableMemPattern: [16, 'void *'],
  DisableMemPattern: [17, 'void *'],
  EnableCpuMemArena: [18, 'void *'],
  DisableCpuMemArena: [19, 'void *'],
  SetSessionLogSeverityLevel: [22, 'void *, int'],
  SetSessionGraphOptimizationLevel: [23, 'void *, int'],
  SetIntraOpNumThreads: [24, 'void *, int'],
  SetInterOpNumThreads: [25, 'void *, int'],
  SessionGetInputCount: [30, 'void *, _Out_ size_t *'],
  SessionGetOutputCount: [31, 'void *, _Out_ size_t *'],
  SessionGetInputTypeInfo: [33, 'void *, size_t, _Out_ void **'],
  SessionGetOutputTypeInfo: [34, 'void *, size_t, _Out_ void **'],
  SessionGetInputName: [36, 'void *, size_t, void *, _Out_ void **'],
  SessionGetOutputName: [37, 'void *, size_t, void *, _Out_ void **'],
  CreateRunOptions: [39, '_Out_ void **'],
  RunOptionsSetTerminate: [46, 'void *'],
  CreateTensorAsOrtValue: [48, 'void *, void *, size_t, int, _Out_ void **'],
  CreateTensorWithDataAsOrtValue: [49, 'void *, void *, size_t, void *, size_t, int, _Out_ void **'],
  GetTensorMutableData: [51, 'void *, _Out_ void **'],
  FillStringTensor: [52, 'void *, void *, size_t'],
  GetStringTensorDataLength: [53, 'void *, _Out_ size_t *'],
  GetStringTensorContent: [54, 'void *, void *, size_t, void *, size_t'],
  CastTypeInfoToTensorInfo: [55, 'void *, _Out_ void **'],
  GetTensorElementType: [60, 'void *, _Out_ int *'],
  GetDimensionsCount: [61, 'void *, _Out_ size_t *'],
  GetDimensions: [62, 'void *, void *, size_t'],
  GetSymbolicDimensions: [63, 'void *, void *, size_t'],
  GetTensorTypeAndShape: [65, 'void *, _Out_ void **'],
  CreateCpuMemoryInfo: [69, 'int, int, _Out_ void **'],
  AllocatorFree: [76, 'void *, void *'],
  GetAllocatorWithDefaultOptions: [78, '_Out_ void **'],
  SessionEndProfiling: [110, 'void *, void *, _Out_ void **'],
  GetAvailableProviders: [125, '_Out_ void **, _Out_ int *'],
  ReleaseAvailableProviders: [126, 'void *, int'],
  AddSessionConfigEntry: [130, 'void *, str, str'],
  CreateAllocator: [131, 'void *, void *, _Out_ void **'],
  SessionOptionsAppendExecutionProvider: [216, 'void *, str, void *, void *, size_t'],
  RegisterExecutionProviderLibrary: [301, `void *, str, ${path}`],
  GetEpDevices: [303, 'void *, _Out_ void **, _Out_ size_t *'],
  SessionOptionsAppendExecutionProvider_V2: [304, 'void *, void *, void *, size_t, void *, void *, size_t'],
  AllocatorGetStats: [319, 'void *, _Out_ void **'],
  Session_GetEpGraphAssignmentInfo: [407, 'void *, _Out_ void **, _Out_ size_t *'],
  EpAssignedSubgraph_GetEpName: [408, 'void *, _Out_ void **'],
  EpAssignedSubgraph_GetNodes: [409, 'void *, _Out_ void **, _Out_ size_t *'],
} as const;

/** The functions that cannot fail, with their result types, positions and parameters. */
const unchecked = {
  GetErrorCode: ['int', 1, 'void *'],
  GetErrorMessage: ['void *', 2, 'void *'],
  ReleaseStatus: ['void', 93, 'void *'],
  ReleaseSession: ['void', 95, 'void *'],
  ReleaseValue: ['void', 96, 'void *'],
  ReleaseRunOptions: ['void', 97, 'void *'],
  ReleaseTypeInfo: ['void', 98, 'void *'],
  ReleaseTensorTypeAndShapeInfo: ['void', 99, 'void *'],
  ReleaseSessionOptions: ['void', 100, 'void *'],
  ReleaseAllocator: ['void', 132, 'void *'],
  GetKeyValue: ['void *', 297, 'void *, str'],
  ReleaseKeyValuePairs: ['void', 300, 'void *'],
  HardwareDevice_Type: ['int', 307, 'void *'],
  EpDevice_EpName: ['void *', 312, 'void *'],
  EpDevice_Device: ['void *', 316, 'void *'],
} as const;

type Checked = keyof typeof checked;
type Unchecked = keyof typeof unchecked;

/**
 * The C API of an onnxruntime library that is loaded into this process. Pointers are untyped.
 */
export class OrtApi {
  readonly version: string;
  readonly #checked: Readonly<Record<Checked, NativeFunction>>;
  readonly #unchecked: Readonly<Record<Unchecked, NativeFunction>>;

  /** @throws AppError engine-unavailable if the library cannot be loaded or is older than 1.24 */
  constructor(library: string) {
    const base = openLibrary('ort', library).func('void *OrtGetApiBase()')() as Pointer;
    const [getApi, getVersion] = new BigUint64Array(koffi.view(base, 16));
    const readVersionString = koffi.decode(getVersion, koffi.proto('void *', [])) as NativeFunction;
    this.version = readString(readVersionString() as Pointer);
    const getApiTable = koffi.decode(getApi, koffi.proto('void *', ['uint32_t'])) as NativeFunction;
    const table = getApiTable(apiVersion) as Pointer;
    if (table === 0n) {
      throw new AppError('engine-unavailable', {
        engine: 'ort',
        reason: 'engine-too-old',
        version: this.version,
        min: '1.24',
      });
    }
    const entries = new BigUint64Array(koffi.view(table, 8 * (1 + checked.EpAssignedSubgraph_GetNodes[0])));
    const bindEntry = (position: number, name: string, resultType: string, parameters: string) =>
      koffi.decode(entries[position], koffi.proto(`${resultType} Ort_${name}(${parameters})`)) as NativeFunction;
    this.#checked = mapEntries(checked, ([position, parameters], name) =>
      bindEntry(position, name, 'void *', parameters),
    );
    this.#unchecked = mapEntries(unchecked, ([resultType, position, parameters], name) =>
      bindEntry(position, name, resultType, parameters),
    );
  }

  /**
   * Calls a function that returns a status.
   * @throws Error with onnxruntime's code and message, formatted as in its own bindings
   */
  callChecked(name: Checked, ...values: readonly unknown[]): void {
    this.#check(this.#checked[name](...values));
  }

  /**
   * Calls a function whose last parameter is its result.
   * @throws errors from `callChecked`
   */
  callForResult(name: Checked, ...values: readonly unknown[]): Pointer {
    const out = [null] as unknown[];
    this.callChecked(name, ...values, out);
    return BigInt((out[0] ?? 0) as bigint | number); // koffi returns null for a null pointer
  }

  /**
   * Calls a function whose last two parameters are an array of pointers and its length.
   * @throws errors from `callChecked`
   */
  callForArray(name: Checked, ...values: readonly unknown[]): readonly [address: Pointer, count: number] {
    const address = [null] as unknown[];
    const count = [null] as unknown[];
    this.callChecked(name, ...values, address, count);
    return [(address[0] ?? 0n) as Pointer, Number(count[0])];
  }

  /**
   * Calls a function like `callChecked`, but in another thread.
   * @throws errors from `callChecked`
   */
  async callCheckedAsync(name: Checked, ...values: readonly unknown[]): Promise<void> {
    this.#check(await callAsync(this.#checked[name], ...values));
  }

  /** Calls a function that returns its result instead of a status. */
  callUnchecked(name: Unchecked, ...values: readonly unknown[]): unknown {
    return this.#unchecked[name](...values);
  }

  #check(status: unknown): void {
    if (!status) return;
    const code = this.callUnchecked('GetErrorCode', status) as number;
    const message = readString(this.callUnchecked('GetErrorMessage', status) as Pointer);
    this.callUnchecked('ReleaseStatus', status);
    throw new Error(`ERROR_CODE: ${code}, ERROR_MESSAGE: ${message}`);
  }
}

function mapEntries<Key extends string, Value, Result>(
  table: Readonly<Record<Key, Value>>,
  transform: (value: Value, key: Key) => Result,
): Readonly<Record<Key, Result>> {
  const entries = Object.entries(table) as [Key, Value][];
  return Object.fromEntries(entries.map(([key, value]) => [key, transform(value, key)])) as Record<Key, Result>;
}
