import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, Runtime, SessionFacts, TensorSession } from '#core/engine/runtime.ts';
import { toByteSource } from '#formats/byte-source.ts';
import { openOnFirstDevice } from '../open-on-first-device.ts';
import { requireDevice } from '../require-device.ts';
import { chooseThreadCount } from '../choose-thread-count.ts';
import { selectBuild, loadBuild } from './litert-builds.ts';
import { LitertModel } from './litert-model.ts';
import { toLitertError } from './litert-errors.ts';
import { LitertSession } from './litert-session.ts';
import { rejectDynamicOutputs } from './reject-dynamic-outputs.ts';

/** LiteRT: TFLite models on wasm (XNNPACK, threads if the page is cross-origin isolated). */
export const litert: Runtime = {
  id: 'litert',
  open: (model, options) =>
    openOnFirstDevice('litert', options, (device, failedDevices) =>
      openOnDevice(device, failedDevices, model, options),
    ),
};

async function openOnDevice(
  device: DeviceId,
  failedDevices: SessionFacts['failedDevices'],
  model: ModelFiles,
  options: OpenOptions,
): Promise<TensorSession> {
  await requireDevice('litert', device);
  const bytes = await readEntryBytes(model);
  await rejectDynamicOutputs(model.id, toByteSource(bytes));
  const threads = chooseThreadCount(options.threads);
  const build = await selectBuild(threads);
  try {
    const requestedMs = performance.now();
    const loadedBuild = await loadBuild(build);
    const startedMs = performance.now(); // R1: loading the engine (script and wasm) does not count as creation
    const compiled = await LitertModel.compile(loadedBuild, bytes, threads);
    return new LitertSession(compiled, model.id, {
      engine: 'litert',
      engineVersion: litertVersion,
      build,
      device,
      failedDevices,
      threads: build === 'threaded' ? threads : 1,
      inputs: compiled.inputs,
      outputs: compiled.outputs,
      loadMs: startedMs - requestedMs,
      createMs: performance.now() - startedMs,
    });
  } catch (thrown) {
    throw toLitertError(thrown, model.id);
  }
}

/** The library does not report its version. A test compares this constant with the installed package. */
export const litertVersion = '2.5.3';

/** Checks the signature `TFL3` at offset 4, which the engine does not. */
async function readEntryBytes(model: ModelFiles): Promise<Uint8Array<ArrayBuffer>> {
  const entry = model.files.get(model.entry);
  if (!entry) throw new AppError('model-corrupt', { format: 'tflite', reason: 'file-missing', file: model.entry });
  const bytes = entry instanceof Uint8Array ? entry : new Uint8Array(await entry.arrayBuffer());
  if (new TextDecoder().decode(bytes.subarray(4, 8)) !== 'TFL3') {
    throw new AppError('model-corrupt', { format: 'tflite', reason: 'no-tflite-signature' });
  }
  return bytes;
}
