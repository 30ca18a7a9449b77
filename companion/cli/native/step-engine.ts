import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '#core/engine/runtime.ts';
import type { StepEngine } from '#optimise/optimisation-step.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import { openFileOnDisk } from '../../engines/model-on-disk.ts';
import { readPackageState } from '../../engines/packages/package-state.ts';
import { writeParts } from '../files/write-parts.ts';

const entry = 'model.onnx';

/** An engine in its own process that runs the steps of a recipe. */
export interface HostedStepEngine extends StepEngine {
  readonly runtime: Runtime;
  close(): Promise<void>;
}

/**
 * Opens native onnxruntime.
 * @param signal terminates the engine
 * @returns `null` if onnxruntime is not installed
 */
export async function openNativeStepEngine(signal: AbortSignal): Promise<HostedStepEngine | null> {
  if ((await readPackageState('ort')).state !== 'ready') return null;
  const host = new EngineHost('ort');
  const runtime = createTensorRuntime(host);
  const close = () => {
    signal.removeEventListener('abort', stop);
    return host.close();
  };
  const stop = () => void host.close();
  signal.addEventListener('abort', stop);
  let modelCount = 0;
  return {
    runtime,
    async open(model) {
      // Written to a file, so that a large model is never in the memory of this process.
      const folder = await mkdtemp(join(tmpdir(), 'assay-step-')); // readable only by this user
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        const path = join(folder, entry);
        await writeParts(path, model, signal);
        const files = new Map([[entry, await openFileOnDisk(path)]]);
        const session = await runtime.open({ id: `step-${modelCount++}`, entry, files }, { devices: ['cpu'] });
        return {
          run: (inputs) => session.run(inputs),
          close: async () => {
            await session.close();
            await remove();
          },
        };
      } catch (thrown) {
        await remove();
        throw thrown;
      }
    },
    close,
  };
}
