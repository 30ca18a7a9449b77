import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import { pointerArray, pointersAt, stringArray, stringAt, type Pointer } from '../ffi/memory.ts';
import { precisionHints } from '../openvino/precision.ts';
import type { OrtApi } from './ort-api.ts';

/** A provider in its own library. */
export type PluginId = Exclude<NonNullable<EngineSettings['provider']>, 'cpu'>;

interface Plugin {
  /** onnxruntime's name for it. */
  readonly name: string;
  /** Its options for the settings: the only ones that are ever passed to it. */
  options(threads: number, settings: EngineSettings): Readonly<Record<string, string>>;
}

export const plugins: Readonly<Record<PluginId, Plugin>> = {
  openvino: {
    name: 'OpenVINOExecutionProvider',
    // It ignores its option `precision` without a message (1.8.1); the properties in `load_config` take effect.
    options: (threads, { computePrecision = 'float32' }) => {
      const hints = { INFERENCE_PRECISION_HINT: precisionHints[computePrecision] };
      const cpu = { ...hints, INFERENCE_NUM_THREADS: String(threads) };
      return { load_config: JSON.stringify({ CPU: cpu, GPU: hints, NPU: hints }) };
    },
  },
};

/** `OrtHardwareDeviceType` of the C API. */
const deviceTypes: readonly DeviceId[] = ['cpu', 'gpu', 'npu'];

interface EpDevice {
  readonly pointer: Pointer;
  readonly provider: string;
  readonly device: DeviceId | undefined;
}

/** The devices of all registered providers. */
export function epDevices(api: OrtApi, environment: Pointer): readonly EpDevice[] {
  const [address, count] = api.getArray('GetEpDevices', environment);
  return pointersAt(address, count).map((pointer) => ({
    pointer,
    provider: stringAt(api.call('EpDevice_EpName', pointer) as Pointer),
    device: deviceTypes[api.call('HardwareDevice_Type', api.call('EpDevice_Device', pointer)) as number],
  }));
}

interface ProviderRequest {
  readonly provider: PluginId;
  readonly device: DeviceId;
  readonly threads: number;
  readonly settings: EngineSettings;
}

/**
 * Makes a session use a registered provider on a device.
 * @throws AppError engine-unavailable if it does not find the device
 */
export function appendProvider(
  api: OrtApi,
  environment: Pointer,
  sessionOptions: Pointer,
  { provider, device, threads, settings }: ProviderRequest,
): void {
  const { name, options } = plugins[provider];
  const found = epDevices(api, environment).find(
    (candidate) => candidate.provider === name && candidate.device === device,
  );
  if (!found)
    throw new AppError('engine-unavailable', { engine: 'ort', device, reason: 'provider-without-device', provider });
  const given = options(threads, settings);
  const [keys, values] = [stringArray(Object.keys(given)), stringArray(Object.values(given))];
  const devices = pointerArray([found.pointer]);
  const pairs = [keys.pointers, values.pointers, keys.strings.length] as const;
  api.do('SessionOptionsAppendExecutionProvider_V2', sessionOptions, environment, devices, 1, ...pairs);
}
