import { loadGraphModel, version_core } from '@tensorflow/tfjs';
import type { DeviceId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import type { OpenOptions, SessionFacts } from '#core/engine/runtime.ts';
import { readArtifacts } from './graph-artifacts.ts';
import { useBackend } from './use-backend.ts';
import { toBackendName } from './backend-chunks.ts';
import { readTensorBindings } from './tensor-bindings.ts';
import { TfjsSession } from './tfjs-session.ts';

export { useBackend };

/** Opens `model` on one device. */
export async function openOnDevice(
  device: DeviceId,
  failedDevices: SessionFacts['failedDevices'],
  model: ModelFiles,
  { precision }: OpenOptions,
): Promise<TfjsSession> {
  const { artifacts, operators, signature } = await readArtifacts(model);
  await useBackend(device, precision);
  // R1: loading the backend (script and wasm) does not count as creation.
  const startedMs = performance.now();
  const graph = await loadGraphModel({ load: () => Promise.resolve(artifacts) }).catch((thrown: unknown) => {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new AppError('model-corrupt', { format: 'tfjs', why }, { cause: thrown });
  });
  const bindings = readTensorBindings(graph, signature, model.id);
  return new TfjsSession(model.id, graph, bindings, operators, {
    engine: 'tfjs',
    engineVersion: version_core,
    build: device === 'wasm' ? 'wasm-simd' : toBackendName(device),
    device,
    threads: 1,
    failedDevices,
    inputs: bindings.inputs.map(({ spec }) => spec),
    outputs: bindings.outputs.map(({ spec }) => spec),
    createMs: performance.now() - startedMs,
  });
}
