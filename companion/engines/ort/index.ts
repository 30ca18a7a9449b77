import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { openOnFirstDevice } from '#runtimes/open-on-first-device.ts';
import { toOpenError } from '#runtimes/ort/ort-errors.ts';
import { readString, type Pointer } from '../ffi/memory.ts';
import { getEntryFile } from '../model-on-disk.ts';
import type { NativeEngine } from '../native-engine.ts';
import { OrtApi } from './ort-api.ts';
import { readPlacement, recordPlacementEntry } from './node-placement.ts';
import { ExecutionProviders, type FindProvider } from './execution-providers.ts';
import { getProvider, providerSettings } from './provider-table.ts';
import { OrtSession } from './ort-session.ts';
import { createProfileFolder, ProfiledOrtSession, toProfilePrefix } from './profiled-ort-session.ts';
import { createSessionOptions } from './session-options.ts';
import { readTensorSpec } from './ort-values.ts';

/** onnxruntime's severity for warnings. Its log goes to stderr. */
const warningSeverity = 2;

/**
 * Opens onnxruntime through its C API.
 * @param path the path of the library
 */
export async function openOrt(path: string, findProvider: FindProvider): Promise<NativeEngine> {
  const library = new OrtLibrary(path, findProvider);
  return {
    id: 'ort',
    version: library.api.version,
    listDevices: () => library.providers.listDevices(),
    open: (model, options) =>
      openOnFirstDevice('ort', options, (device, failedDevices) => library.open(device, failedDevices, model, options)),
  };
}

class OrtLibrary {
  readonly api: OrtApi;
  readonly #environment: Pointer;
  readonly #memory: Pointer;
  readonly providers: ExecutionProviders;

  constructor(path: string, findProvider: FindProvider) {
    this.api = new OrtApi(path);
    this.#environment = this.api.callForResult('CreateEnv', warningSeverity, 'assay');
    this.#memory = this.api.callForResult('CreateCpuMemoryInfo', 0, 0);
    this.providers = new ExecutionProviders(this.api, this.#environment, findProvider);
  }

  async open(
    device: DeviceId,
    failedDevices: SessionFacts['failedDevices'],
    model: ModelFiles,
    options: OpenOptions,
  ): Promise<OrtSession> {
    const { api } = this;
    const { provider = 'cpu', computePrecision } = options;
    const errorFacts = { engine: 'ort', device };
    if (provider === 'cpu' && device !== 'cpu')
      throw new AppError('engine-unavailable', { ...errorFacts, reason: 'provider-needed' });
    const setting = (['computePrecision', ...providerSettings] as const).find((id) => options[id] !== undefined);
    if (provider === 'cpu' && setting)
      throw new AppError('engine-unavailable', { ...errorFacts, reason: 'setting-needs-provider', setting });
    const { path } = getEntryFile(model);
    const startedMs = performance.now();
    const threads = options.threads ?? availableParallelism();
    const sessionOptions = createSessionOptions(api, threads, options);
    const profileFolder = options.profile ? await createProfileFolder() : null;
    try {
      if (profileFolder) api.callChecked('EnableProfiling', sessionOptions, toProfilePrefix(profileFolder));
      if (provider !== 'cpu') await this.providers.append(sessionOptions, provider, { device, threads }, options);
      const hasPrecision = provider !== 'cpu' && getProvider(provider).precisions.length > 0;
      const needsPlacement = options.placement === true || provider !== 'cpu';
      if (needsPlacement) api.callChecked('AddSessionConfigEntry', sessionOptions, ...recordPlacementEntry);
      const session = await this.#create(path, sessionOptions);
      try {
        const placement = needsPlacement ? readPlacement(api, session) : null;
        if (provider !== 'cpu' && !placement?.[getProvider(provider).name]) {
          throw new AppError('model-unsupported', { model: model.id, reason: 'provider-without-nodes', provider });
        }
        const facts: SessionFacts = {
          engine: 'ort',
          engineVersion: api.version,
          build: provider,
          device,
          threads,
          failedDevices,
          ...(hasPrecision && { computePrecision: computePrecision ?? 'float32' }),
          inputs: this.#readSpecs(session, 'Input', model.id),
          outputs: this.#readSpecs(session, 'Output', model.id),
          ...(placement && { placement }),
          createMs: performance.now() - startedMs,
        };
        const resources = { api, memory: this.#memory, session, facts };
        return profileFolder ? new ProfiledOrtSession(resources, profileFolder) : new OrtSession(resources);
      } catch (thrown) {
        api.callUnchecked('ReleaseSession', session);
        throw thrown;
      }
    } catch (thrown) {
      if (profileFolder) await rm(profileFolder, { recursive: true, force: true });
      throw toOpenError(thrown, model.id);
    } finally {
      api.callUnchecked('ReleaseSessionOptions', sessionOptions);
    }
  }

  async #create(path: string, options: Pointer): Promise<Pointer> {
    const session = [null] as unknown[];
    await this.api.callCheckedAsync('CreateSession', this.#environment, path, options, session);
    return session[0] as Pointer;
  }

  #readSpecs(session: Pointer, direction: 'Input' | 'Output', model: string) {
    const { api } = this;
    const allocator = api.callForResult('GetAllocatorWithDefaultOptions');
    const count = Number(api.callForResult(`SessionGet${direction}Count`, session));
    return Array.from({ length: count }, (_, index) => {
      const namePointer = api.callForResult(`SessionGet${direction}Name`, session, index, allocator);
      const name = readString(namePointer);
      api.callChecked('AllocatorFree', allocator, namePointer);
      const info = api.callForResult(`SessionGet${direction}TypeInfo`, session, index);
      try {
        return readTensorSpec(api, info, name, model);
      } finally {
        api.callUnchecked('ReleaseTypeInfo', info);
      }
    });
  }
}
