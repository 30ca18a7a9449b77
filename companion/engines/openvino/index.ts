import { availableParallelism } from 'node:os';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { openOnFirstDevice } from '#runtimes/open-on-first-device.ts';
import { AppError } from '#core/errors/error.ts';
import { detectEntryFile } from '#core/model/entry-file.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { readPointers, readString, type Pointer } from '../ffi/memory.ts';
import { getEntryFile } from '../model-on-disk.ts';
import type { EngineDevice, NativeEngine } from '../native-engine.ts';
import { OpenvinoApi } from './openvino-api.ts';
import { toOpenError } from './openvino-errors.ts';
import { readPortSpecs } from './openvino-ports.ts';
import { precisionHints } from './precision-hints.ts';
import { OpenvinoSession } from './openvino-session.ts';
import { ProfiledOpenvinoSession } from './profiled-openvino-session.ts';

/**
 * Opens OpenVINO by its C API.
 * @param library the path of libopenvino_c
 */
export function openOpenvino(library: string): NativeEngine {
  const api = new OpenvinoApi(library);
  const core = api.callForResult('ov_core_create');
  const version = readVersion(api);
  return {
    id: 'openvino',
    version,
    listDevices: () => listDevices(api, core),
    open: (model, options) =>
      openOnFirstDevice('openvino', options, (device, failedDevices) =>
        open({ api, core, version, device, failedDevices }, model, options),
      ),
  };
}

interface DeviceContext {
  readonly api: OpenvinoApi;
  readonly core: Pointer;
  readonly version: string;
  readonly device: DeviceId;
  readonly failedDevices: SessionFacts['failedDevices'];
}

async function open(context: DeviceContext, model: ModelFiles, options: OpenOptions): Promise<OpenvinoSession> {
  const { api, core, version, device, failedDevices } = context;
  if (!listDevices(api, core).some((available) => available.device === device)) {
    throw new AppError('engine-unavailable', { engine: 'openvino', device, reason: 'no-such-hardware' });
  }
  const { path } = getEntryFile(model);
  const startedMs = performance.now();
  const threads = options.threads ?? availableParallelism();
  const precision = options.computePrecision ?? 'float32';
  const properties = await listProperties(device, threads, options);
  try {
    const modelPointer = [null] as unknown[];
    await api.callCheckedAsync('ov_core_read_model', core, path, null, modelPointer);
    let compiled: Pointer;
    try {
      const name = options.automaticDevice ? 'AUTO' : device.toUpperCase();
      compiled = compileModel(api, core, modelPointer[0] as Pointer, name, properties);
    } finally {
      api.callUnchecked('ov_model_free', modelPointer[0]);
    }
    try {
      const usedDevice = options.automaticDevice ? readUsedDevice(api, compiled, device) : device;
      const facts: SessionFacts = {
        engine: 'openvino',
        engineVersion: version,
        build: options.automaticDevice ? 'AUTO' : device,
        device: usedDevice,
        threads: usedDevice === 'cpu' ? threads : 1,
        computePrecision: precision,
        failedDevices,
        inputs: readPortSpecs(api, compiled, 'input', model.id),
        outputs: readPortSpecs(api, compiled, 'output', model.id),
        createMs: performance.now() - startedMs,
      };
      const resources = { api, compiled, facts };
      return options.profile ? new ProfiledOpenvinoSession(resources) : new OpenvinoSession(resources);
    } catch (thrown) {
      api.callUnchecked('ov_compiled_model_free', compiled);
      throw thrown;
    }
  } catch (thrown) {
    throw toOpenError(thrown, model.id, detectEntryFile([model.entry])?.format ?? 'onnx');
  }
}

/** Converts engine settings to OpenVINO properties. */
async function listProperties(
  device: DeviceId,
  threads: number,
  { computePrecision = 'float32', performanceHint = 'latency', streams, modelCache, profile }: OpenOptions,
): Promise<readonly (readonly [name: string, value: string])[]> {
  return [
    // OpenVINO would otherwise use bfloat16 on CPUs that support it.
    ['INFERENCE_PRECISION_HINT', precisionHints[computePrecision]],
    ['PERFORMANCE_HINT', performanceHint.toUpperCase()],
    ...(device === 'cpu' ? [['INFERENCE_NUM_THREADS', String(threads)] as const] : []),
    ...(streams === undefined ? [] : [['NUM_STREAMS', String(streams)] as const]),
    ...(profile ? [['PERF_COUNT', 'YES'] as const] : []),
    ...(modelCache ? [['CACHE_DIR', await ensureDataFolder('engines', 'openvino-cache')] as const] : []),
  ];
}

function compileModel(
  api: OpenvinoApi,
  core: Pointer,
  model: Pointer,
  device: string,
  properties: readonly (readonly [string, string])[],
): Pointer {
  const values = properties.flat();
  const compiled = [null] as unknown[];
  const variadic = values.flatMap((value) => ['str', value]); // koffi needs the types of variadic arguments
  api.callChecked('ov_core_compile_model', core, model, device, values.length, compiled, ...variadic);
  return compiled[0] as Pointer;
}

/** Reads which device runs a model that was compiled for `AUTO`. */
function readUsedDevice(api: OpenvinoApi, compiled: Pointer, requested: DeviceId): DeviceId {
  const names = api
    .takeString(api.callForResult('ov_compiled_model_get_property', compiled, 'EXECUTION_DEVICES'))
    .toLowerCase();
  return (['gpu', 'npu', 'cpu'] as const).find((id) => names.includes(id)) ?? requested;
}

function readVersion(api: OpenvinoApi): string {
  const { build } = api.callForStructure<{ build: Pointer }>('ov_get_openvino_version');
  return readString(build).split('-')[0] ?? '';
}

/** Lists the devices. OpenVINO reports a single GPU as `GPU`, several as `GPU.0`, `GPU.1`; `GPU` then selects the first. */
function listDevices(api: OpenvinoApi, core: Pointer): readonly EngineDevice[] {
  const list = api.callForStructure<{ names: Pointer; count: number }>('ov_core_get_available_devices', core);
  const names = readPointers(list.names, list.count).map(readString);
  api.callUnchecked('ov_available_devices_free', list);
  return names.flatMap((name) => {
    const device = (['cpu', 'gpu', 'npu'] as const).find((id) => name.toLowerCase().startsWith(id));
    return device ? [{ device, name }] : [];
  });
}
