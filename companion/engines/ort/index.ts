import { rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { openOnFirstDevice } from '#runtimes/open-on-first-device.ts';
import { toOpenError } from '#runtimes/ort/ort-errors.ts';
import { stringAt, type Pointer } from '../ffi/memory.ts';
import { entryFile } from '../model-on-disk.ts';
import type { NativeEngine } from '../native-engine.ts';
import { OrtApi } from './ort-api.ts';
import { readPlacement, recordsPlacement } from './node-placement.ts';
import { appendProvider, epDevices, plugins, type PluginId } from './execution-providers.ts';
import { OrtSession } from './ort-session.ts';
import { createProfileFolder, ProfiledOrtSession, profilePrefix } from './profiled-ort-session.ts';
import { createSessionOptions } from './session-options.ts';
import { readTensorSpec } from './ort-values.ts';

/** Severity 2 of onnxruntime's log, which goes to stderr: warnings. */
const warnings = 2;

/**
 * onnxruntime by its C API.
 * @param libraryOf the path of its library, or of a provider's
 */
export async function openOrt(libraryOf: (id: 'ort' | PluginId) => Promise<string>): Promise<NativeEngine> {
  const library = new OrtLibrary(await libraryOf('ort'), libraryOf);
  return {
    id: 'ort',
    version: library.api.version,
    devices: () => library.devices(),
    open: (model, options) =>
      openOnFirstDevice('ort', options, (device, failedDevices) => library.open(device, failedDevices, model, options)),
  };
}

class OrtLibrary {
  readonly api: OrtApi;
  readonly #environment: Pointer;
  readonly #memory: Pointer;
  readonly #findLibrary: (id: PluginId) => Promise<string>;
  readonly #registered = new Set<PluginId>();

  constructor(path: string, libraryOf: (id: PluginId) => Promise<string>) {
    this.api = new OrtApi(path);
    this.#environment = this.api.get('CreateEnv', warnings, 'assay');
    this.#memory = this.api.get('CreateCpuMemoryInfo', 0, 0);
    this.#findLibrary = libraryOf;
  }

  devices() {
    return epDevices(this.api, this.#environment).flatMap(({ provider, device }) =>
      device ? [{ device, name: provider }] : [],
    );
  }

  async open(
    device: DeviceId,
    failedDevices: SessionFacts['failedDevices'],
    model: ModelFiles,
    options: OpenOptions,
  ): Promise<OrtSession> {
    const { api } = this;
    const { provider = 'cpu', computePrecision } = options;
    const unavailable = { engine: 'ort', device };
    if (provider === 'cpu' && device !== 'cpu')
      throw new AppError('engine-unavailable', { ...unavailable, reason: 'provider-needed' });
    if (provider === 'cpu' && computePrecision !== undefined) {
      throw new AppError('engine-unavailable', {
        ...unavailable,
        reason: 'setting-needs-provider',
        setting: 'computePrecision',
      });
    }
    const { path } = entryFile(model);
    const startedMs = performance.now();
    const threads = options.threads ?? availableParallelism();
    const sessionOptions = createSessionOptions(api, threads, options);
    const profileFolder = options.profile ? await createProfileFolder() : null;
    try {
      if (profileFolder) api.do('EnableProfiling', sessionOptions, profilePrefix(profileFolder));
      if (provider !== 'cpu') {
        await this.#register(provider);
        appendProvider(api, this.#environment, sessionOptions, { provider, device, threads, settings: options });
      }
      const showsPlacement = options.placement === true || provider !== 'cpu';
      if (showsPlacement) api.do('AddSessionConfigEntry', sessionOptions, ...recordsPlacement);
      const session = await this.#create(path, sessionOptions);
      try {
        const placement = showsPlacement ? readPlacement(api, session) : null;
        if (provider !== 'cpu' && !placement?.[plugins[provider].name]) {
          throw new AppError('model-unsupported', { model: model.id, reason: 'provider-without-nodes', provider });
        }
        const facts: SessionFacts = {
          engine: 'ort',
          engineVersion: api.version,
          build: provider,
          device,
          threads,
          failedDevices,
          ...(provider !== 'cpu' && { computePrecision: computePrecision ?? 'float32' }),
          inputs: this.#specs(session, 'Input', model.id),
          outputs: this.#specs(session, 'Output', model.id),
          ...(placement && { placement }),
          createMs: performance.now() - startedMs,
        };
        const parts = { api, memory: this.#memory, session, facts };
        return profileFolder ? new ProfiledOrtSession(parts, profileFolder) : new OrtSession(parts);
      } catch (thrown) {
        api.call('ReleaseSession', session);
        throw thrown;
      }
    } catch (thrown) {
      if (profileFolder) await rm(profileFolder, { recursive: true, force: true });
      throw toOpenError(thrown, model.id);
    } finally {
      api.call('ReleaseSessionOptions', sessionOptions);
    }
  }

  async #create(path: string, options: Pointer): Promise<Pointer> {
    const session = [null] as unknown[];
    await this.api.doAsync('CreateSession', this.#environment, path, options, session);
    return session[0] as Pointer;
  }

  async #register(provider: PluginId): Promise<void> {
    if (this.#registered.has(provider)) return;
    const path = await this.#findLibrary(provider);
    this.api.do('RegisterExecutionProviderLibrary', this.#environment, provider, path);
    this.#registered.add(provider);
  }

  #specs(session: Pointer, of: 'Input' | 'Output', model: string) {
    const { api } = this;
    const allocator = api.get('GetAllocatorWithDefaultOptions');
    const count = Number(api.get(`SessionGet${of}Count`, session));
    return Array.from({ length: count }, (_, index) => {
      const text = api.get(`SessionGet${of}Name`, session, index, allocator);
      const name = stringAt(text);
      api.do('AllocatorFree', allocator, text);
      const info = api.get(`SessionGet${of}TypeInfo`, session, index);
      try {
        return readTensorSpec(api, info, name, model);
      } finally {
        api.call('ReleaseTypeInfo', info);
      }
    });
  }
}
