import type { EngineSettings } from '#core/engine/engine-settings.ts';
import { devices } from '#core/engine/engines.ts';
import type { Runtime, SessionFacts } from '#core/engine/runtime.ts';
import { measureCopyBytesPerS } from '#device/copy-speed.ts';
import { measureMatmul, openMatmul } from '#device/matmul.ts';
import type { Roofs } from '#profile/profile-report.ts';
import { openModelInFolder, placeOnDisk } from './model-on-disk.ts';

/** The time for which matrix multiplications and copies are repeated. Heuristic, not measured. */
const matmulMs = 1_000;
const copyMs = 300;

/**
 * Measures the limits of this machine for the nodes of a profile: matrix multiplications by the same engine with the same
 * settings, and copies in host memory. The bandwidth of a GPU is not measured.
 */
export async function measureRoofs(
  engine: Runtime,
  { device, threads }: SessionFacts,
  settings: EngineSettings,
): Promise<Roofs> {
  const gflops = await measureGflops(applySettings(engine, settings), { device, threads });
  const bytesPerS = measureCopyBytesPerS(copyMs);
  const { isGpu } = devices[device];
  return {
    cpu: { gflops: isGpu ? null : gflops, bytesPerS },
    gpu: { gflops: isGpu ? gflops : null, bytesPerS: null },
  };
}

/** Measures the speed of matrix multiplications; `null` if the engine does not run them. */
async function measureGflops(
  engine: Runtime,
  { device, threads }: Pick<SessionFacts, 'device' | 'threads'>,
): Promise<number | null> {
  try {
    const session = await openMatmul(engine, { device, threads, type: 'float32' });
    try {
      return (await measureMatmul(session, 'float32', matmulMs)).gflops;
    } finally {
      await session.close();
    }
  } catch {
    return null;
  }
}

/** Wraps an engine so that it opens models with these settings, and models in memory from a temporary folder. */
function applySettings(engine: Runtime, settings: EngineSettings): Runtime {
  return {
    id: engine.id,
    open: async (model, options) => {
      const folder = await placeOnDisk(model);
      try {
        return await engine.open(await openModelInFolder(folder), { ...settings, ...options });
      } finally {
        await folder.remove();
      }
    },
  };
}
