import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import koffi from 'koffi';
import type { OpenOptions } from '#core/engine/runtime.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import type { ProviderPackageId } from '#core/engine/engine-package.ts';
import { AppError } from '#core/errors/error.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { toPointerArray, readPointers, toStringArray, readString, type Pointer } from '../ffi/memory.ts';
import type { EngineDevice } from '../native-engine.ts';
import type { OrtApi } from './ort-api.ts';
import {
  builtInProviders,
  isBuiltIn,
  libraryProviders,
  getProvider,
  providerSettings,
  type ProviderId,
  type ProviderRequest,
} from './provider-table.ts';

/** `OrtHardwareDeviceType` of the C API. */
const deviceTypes: readonly DeviceId[] = ['cpu', 'gpu', 'npu'];

const cpuProviderName = 'CPUExecutionProvider';

/**
 * Finds the path of a provider's library.
 * @throws AppError engine-not-ready
 */
export type FindProvider = (id: ProviderPackageId) => Promise<string>;

interface EpDevice {
  readonly pointer: Pointer;
  readonly provider: string;
  readonly device: DeviceId | undefined;
}

/** The execution providers of a loaded onnxruntime. */
export class ExecutionProviders {
  readonly #api: OrtApi;
  readonly #environment: Pointer;
  readonly #findLibrary: FindProvider;
  readonly #registered = new Set<ProviderPackageId>();

  constructor(api: OrtApi, environment: Pointer, findLibrary: FindProvider) {
    this.#api = api;
    this.#environment = environment;
    this.#findLibrary = findLibrary;
  }

  /** Lists the devices of this machine that onnxruntime and its installed providers can use. */
  async listDevices(): Promise<readonly EngineDevice[]> {
    const ids = Object.keys(libraryProviders) as ProviderPackageId[];
    // A provider that is missing, or does not load, has no devices.
    for (const id of ids) await this.#register(id).catch(() => {});
    const registeredDevices = this.#listEpDevices().flatMap(({ provider: name, device }): readonly EngineDevice[] => {
      if (!device) return [];
      if (name === cpuProviderName) return [{ device, name }];
      const provider = ids.find((id) => libraryProviders[id].name === name);
      return provider ? [{ device, name, provider }] : []; // excludes groups of devices, such as OpenVINO's AUTO
    });
    const builtInNames = this.#listBuiltInProviders();
    const builtInDevices = Object.entries(builtInProviders).flatMap(([provider, { name, devices }]) =>
      builtInNames.includes(name) ? devices.map((device) => ({ device, name, provider })) : [],
    );
    return [...registeredDevices, ...builtInDevices];
  }

  /**
   * Adds a provider on a device to the options of a session.
   * @throws AppError engine-not-ready | engine-unavailable if the provider lacks the device, would ignore a setting, or is not
   *   part of this build of onnxruntime
   */
  async append(
    sessionOptions: Pointer,
    id: ProviderId,
    request: Omit<ProviderRequest, 'precision' | 'hint' | 'cacheFolder'>,
    settings: OpenOptions,
  ): Promise<void> {
    checkSettings(id, settings);
    const providerOptions = getProvider(id).options({
      ...request,
      precision: settings.computePrecision ?? 'float32',
      hint: settings.performanceHint ?? 'latency',
      cacheFolder: settings.modelCache ? await ensureDataFolder('engines', `ort-${id}-cache`) : null,
    });
    if (isBuiltIn(id)) this.#appendBuiltIn(sessionOptions, id, providerOptions);
    else await this.#appendLibrary(sessionOptions, id, request.device, providerOptions);
  }

  #appendBuiltIn(
    sessionOptions: Pointer,
    id: keyof typeof builtInProviders,
    providerOptions: Readonly<Record<string, string>>,
  ): void {
    const { name, append } = builtInProviders[id];
    const builtInNames = this.#listBuiltInProviders();
    if (!builtInNames.includes(name)) {
      const available = builtInNames.map((provider) => provider.replace('ExecutionProvider', '')).join(', ');
      throw new AppError('engine-unavailable', {
        engine: 'ort',
        reason: 'provider-not-built-in',
        provider: id,
        builtIn: available,
      });
    }
    const keys = toStringArray(Object.keys(providerOptions));
    const values = toStringArray(Object.values(providerOptions));
    const keyValueArguments = [keys.pointers, values.pointers, keys.strings.length] as const;
    this.#api.callChecked('SessionOptionsAppendExecutionProvider', sessionOptions, append, ...keyValueArguments);
  }

  async #appendLibrary(
    sessionOptions: Pointer,
    id: ProviderPackageId,
    device: DeviceId,
    providerOptions: Readonly<Record<string, string>>,
  ): Promise<void> {
    await this.#register(id);
    const { name } = libraryProviders[id];
    const epDevice = this.#listEpDevices().find(
      (candidate) => candidate.provider === name && candidate.device === device,
    );
    if (!epDevice) {
      const facts = { engine: 'ort', device, provider: id };
      throw new AppError('engine-unavailable', { ...facts, reason: 'provider-without-device' });
    }
    const keys = toStringArray(Object.keys(providerOptions));
    const values = toStringArray(Object.values(providerOptions));
    const devices = toPointerArray([epDevice.pointer]);
    const keyValueArguments = [keys.pointers, values.pointers, keys.strings.length] as const;
    const target = [sessionOptions, this.#environment, devices, 1] as const;
    this.#api.callChecked('SessionOptionsAppendExecutionProvider_V2', ...target, ...keyValueArguments);
  }

  async #register(id: ProviderPackageId): Promise<void> {
    if (this.#registered.has(id)) return;
    const path = await this.#findLibrary(id);
    if (id === 'tensorrt-rtx') loadCudaRuntime(dirname(path));
    this.#api.callChecked('RegisterExecutionProviderLibrary', this.#environment, id, path);
    this.#registered.add(id);
  }

  /** Lists the devices of all registered providers. */
  #listEpDevices(): readonly EpDevice[] {
    const api = this.#api;
    const [address, count] = api.callForArray('GetEpDevices', this.#environment);
    return readPointers(address, count).map((pointer) => ({
      pointer,
      provider: readString(api.callUnchecked('EpDevice_EpName', pointer) as Pointer),
      device:
        deviceTypes[api.callUnchecked('HardwareDevice_Type', api.callUnchecked('EpDevice_Device', pointer)) as number],
    }));
  }

  /** Lists the providers that this build of onnxruntime contains. */
  #listBuiltInProviders(): readonly string[] {
    const api = this.#api;
    const [names, count] = api.callForArray('GetAvailableProviders');
    const providers = readPointers(names, count).map(readString);
    api.callChecked('ReleaseAvailableProviders', names, count);
    return providers;
  }
}

/** Loads the CUDA runtime of the package, whose file name the loader would not find. */
function loadCudaRuntime(folder: string): void {
  const file = readdirSync(folder).find((name) => name.startsWith('libcudart.so'));
  if (file) koffi.load(join(folder, file));
}

/** Rejects settings that a provider would ignore, since they must not appear in a report. */
function checkSettings(id: ProviderId, settings: OpenOptions): void {
  const { precisions, settings: supported } = getProvider(id);
  const { computePrecision } = settings;
  const ignoredSetting = providerSettings.find(
    (setting) => settings[setting] !== undefined && !supported.includes(setting),
  );
  const isPrecisionIgnored = computePrecision !== undefined && !precisions.includes(computePrecision);
  const setting = ignoredSetting ?? (isPrecisionIgnored ? `computePrecision ${computePrecision}` : null);
  if (setting === null) return;
  throw new AppError('engine-unavailable', {
    engine: 'ort',
    reason: 'provider-without-setting',
    provider: id,
    setting,
  });
}
