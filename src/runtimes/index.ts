import {
  runsInPage,
  type EngineId,
  type PageEngineId,
  type TensorEngineId,
  type TextEngineId,
} from '#core/engine/engines.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import type { TextSession } from '#core/engine/text-session.ts';
import { AppError } from '#core/errors/error.ts';
import type { CompanionHost } from './companion/index.ts';
import { createEngineLoader } from './engine-loader.ts';

/** The page's tensor engines, loaded on demand. */
const runtimes = {
  ort: createEngineLoader(async () => (await import('./ort/index.ts')).ort, 'ort'),
  tfjs: createEngineLoader(async () => (await import('./tfjs/index.ts')).tfjs, 'tfjs'),
  litert: createEngineLoader(async () => (await import('./litert/index.ts')).litert, 'litert'),
} satisfies Record<PageEngineId & TensorEngineId, () => Promise<Runtime>>;

/** The page's text engines, loaded on demand. */
const textRuntimes = {
  wllama: createEngineLoader(async () => (await import('./wllama/index.ts')).wllama, 'wllama'),
  webllm: createEngineLoader(async () => (await import('./webllm/index.ts')).webllm, 'webllm'),
  'ort-text': createEngineLoader(async () => (await import('./ort-text/index.ts')).ortText, 'ort-text'),
} satisfies Record<PageEngineId & TextEngineId, () => Promise<Runtime<TextSession>>>;

/**
 * @param host the companion that runs the engine; without it, the engine runs in the page
 * @throws AppError engine-unavailable if it does not run in the page
 */
export async function loadRuntime(id: TensorEngineId, host?: CompanionHost): Promise<Runtime> {
  if (host) return (await import('./companion/index.ts')).createCompanionRuntime(id, host);
  return runtimes[requirePageEngine(id)]();
}

/** Like {@link loadRuntime}, for an engine that generates text. */
export async function loadTextRuntime(id: TextEngineId, host?: CompanionHost): Promise<Runtime<TextSession>> {
  if (host) return (await import('./companion/index.ts')).createCompanionTextRuntime(id, host);
  return textRuntimes[requirePageEngine(id)]();
}

function requirePageEngine<Id extends EngineId>(id: Id): Id & PageEngineId {
  if (runsInPage(id)) return id;
  throw new AppError('engine-unavailable', { engine: id, reason: 'native-engine' });
}
