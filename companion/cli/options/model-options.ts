import { pageDeviceIds, type EngineId } from '#core/engine/engines.ts';
import { webgpuFlag } from '../../browser/browser.ts';
import type { ModelArgument } from './model-argument.ts';

/** The options of commands that open a model on an engine. */
export const modelOptions = {
  model: { type: 'string', multiple: true },
  hub: { type: 'string' },
  engine: { type: 'string' },
  device: { type: 'string' },
  threads: { type: 'string' },
  dims: { type: 'string' },
} as const;

/** Formats the usage lines of the model options except `--model`. */
export const formatEngineUsage = (engines: readonly EngineId[]) =>
  `  --hub <URL>                       model hub; default: the public one
  --engine ${engines.join('|')}
                                    default: the engine for the model's format
  --device ${pageDeviceIds.join('|')}   default: as fit recommends, else wasm
  --threads <n>                     default: as fit recommends, else as many as the page can use
  --dims <name>=<size>,...          sizes for the free dimensions of a tensor model;
                                    default: suggested sizes`;

interface EngineValues {
  readonly engine?: string | undefined;
  readonly device?: string | undefined;
}

/** Returns the requested engine, or the one that the file names imply; `null` if only the model's header determines it. */
export function resolveEngine({ engine }: EngineValues, model: ModelArgument | undefined): string | null {
  return engine ?? (model && model.kind !== 'remote' ? model.engine : null);
}

/** Lists the browser flags of a run. WebGPU is enabled only on request, because it may be emulated in software. */
export function listGpuFlags(values: EngineValues, model: ModelArgument | undefined): readonly string[] {
  const needsGpu = values.device === 'webgpu' || resolveEngine(values, model) === 'webllm';
  return needsGpu ? [webgpuFlag] : [];
}
