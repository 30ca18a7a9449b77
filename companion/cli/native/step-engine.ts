import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Runtime } from '#core/engine/runtime.ts';
import type { StepEngine } from '#optimise/optimisation-step.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { tensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import { fileOnDisk } from '../../engines/model-on-disk.ts';
import { readPackageState } from '../../engines/packages/package-state.ts';
import { writeParts } from '../files/write-parts.ts';

const entry = 'model.onnx';

/** An engine for the steps of a recipe, in its own process. */
export interface HostedStepEngine extends StepEngine {
  readonly runtime: Runtime;
  close(): Promise<void>;
}

/**
 * onnxruntime's native library; `null` if it is not installed.
 * @param signal terminates the engine
 */
export async function nativeStepEngine(signal: AbortSignal): Promise<HostedStepEngine | null> {
  if ((await readPackageState('ort')).state !== 'ready') return null;
  const host = new EngineHost('ort');
  const runtime = tensorRuntime(host);
  const close = () => {
    signal.removeEventListener('abort', stop);
    return host.close();
  };
  const stop = () => void host.close();
  signal.addEventListener('abort', stop);
  let models = 0;
  return {
    runtime,
    async open(model) {
      // In a file, so a large model is never in the memory of this process.
      const folder = await mkdtemp(join(tmpdir(), 'assay-step-')); // readable only by this user
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        const path = join(folder, entry);
        await writeParts(path, model, signal);
        const files = new Map([[entry, await fileOnDisk(path)]]);
        const session = await runtime.open({ id: `step-${models++}`, entry, files }, { devices: ['cpu'] });
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
