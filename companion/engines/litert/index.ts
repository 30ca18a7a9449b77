import { availableParallelism } from 'node:os';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { toLitertError } from '#runtimes/litert/litert-errors.ts';
import { rejectDynamicOutputs } from '#runtimes/litert/reject-dynamic-outputs.ts';
import { openOnFirstDevice } from '#runtimes/open-on-first-device.ts';
import { readString, type Pointer } from '../ffi/memory.ts';
import { getEntryFile } from '../model-on-disk.ts';
import type { EngineDevice, NativeEngine } from '../native-engine.ts';
import { LitertApi, allocateCString } from './litert-api.ts';
import { LitertSession } from './litert-session.ts';
import { readLitertTensors } from './litert-tensors.ts';

/** The bit flags of `LiteRtHwAccelerators`. */
const acceleratorFlags: Readonly<Partial<Record<DeviceId, number>>> = { cpu: 1, gpu: 2, npu: 4 };

/**
 * Opens LiteRT through its C API.
 * @param library the path of libLiteRt
 * @param version the version of its package, since the library does not report it
 */
export function openLitert(library: string, version: string): NativeEngine {
  const api = new LitertApi(library);
  const environment = api.callForResult('LiteRtCreateEnvironment', 0, null);
  const devices = listDevices(api, environment);
  return {
    id: 'litert',
    version,
    listDevices: () => devices,
    open: (model, options) =>
      openOnFirstDevice('litert', options, async (device, failedDevices) => {
        if (!devices.some((available) => available.device === device)) {
          throw new AppError('engine-unavailable', { engine: 'litert', device, reason: 'no-such-hardware' });
        }
        return open({ api, environment, version, device, failedDevices }, model, options);
      }),
  };
}

interface DeviceContext {
  readonly api: LitertApi;
  readonly environment: Pointer;
  readonly version: string;
  readonly device: DeviceId;
  readonly failedDevices: SessionFacts['failedDevices'];
}

async function open(context: DeviceContext, model: ModelFiles, options: OpenOptions): Promise<LitertSession> {
  const { api, environment, version, device, failedDevices } = context;
  const entry = getEntryFile(model);
  // A damaged file can crash LiteRT, so its header is read first.
  await rejectDynamicOutputs(model.id, entry);
  const startedMs = performance.now();
  const threads = options.threads ?? availableParallelism();
  const releases: (() => void)[] = [];
  try {
    const file = api.callForResult('LiteRtCreateModelFromFile', environment, entry.path);
    releases.push(() => api.callUnchecked('LiteRtDestroyModel', file));
    const compileOptions = createCompileOptions(api, device, threads);
    const compiled = api.callForResult('LiteRtCreateCompiledModel', environment, file, compileOptions);
    releases.push(() => api.callUnchecked('LiteRtDestroyCompiledModel', compiled));
    const graph = api.callForResult('LiteRtGetModelSubgraph', file, 0);
    const tensorContext = { api, environment, graph, compiled, model: model.id };
    const inputs = readLitertTensors(tensorContext, 'Input');
    const outputs = readLitertTensors(tensorContext, 'Output');
    const facts: SessionFacts = {
      engine: 'litert',
      engineVersion: version,
      build: device,
      device,
      threads,
      failedDevices,
      inputs: inputs.map(({ spec }) => spec),
      outputs: outputs.map(({ spec }) => spec),
      createMs: performance.now() - startedMs,
    };
    return new LitertSession({ api, file, compiled, inputs, outputs, facts });
  } catch (thrown) {
    for (const release of releases.toReversed()) release();
    throw toLitertError(thrown, model.id);
  }
}

function createCompileOptions(api: LitertApi, device: DeviceId, threads: number): Pointer {
  const options = api.callForResult('LiteRtCreateOptions');
  api.callChecked('LiteRtSetOptionsHardwareAccelerators', options, acceleratorFlags[device]);
  const xnnpack = api.callForResult(
    'LiteRtCreateOpaqueOptions',
    'xnnpack',
    ...allocateCString(`num_threads = ${threads}\n`),
  );
  api.callChecked('LiteRtAddOpaqueOptions', options, xnnpack);
  return options;
}

function listDevices(api: LitertApi, environment: Pointer): readonly EngineDevice[] {
  const count = Number(api.callForResult('LiteRtGetNumAccelerators', environment));
  return Array.from({ length: count }, (_, index) => {
    const name = readString(
      api.callForResult('LiteRtGetAcceleratorName', api.callForResult('LiteRtGetAccelerator', environment, index)),
    );
    const device = (['gpu', 'npu'] as const).find((id) => name.toLowerCase().includes(id)) ?? 'cpu';
    return { device, name };
  });
}
