import type { CompanionAccess } from '#companion-client/access.ts';
import { connect, type CompanionConnection } from '#companion-client/connection.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import type { EngineId, TensorEngineId, TextEngineId } from '#core/engine/engines.ts';
import { AppError } from '#core/errors/error.ts';
import type { ModelFiles } from '#core/model/model.ts';
import { getCompanionName } from '#core/model/model-id.ts';
import { loadWithRetry } from '#core/load-once.ts';
import type { Progress } from '#core/report/progress.ts';
import type { OpenOptions, Runtime } from '#core/engine/runtime.ts';
import { FileSender } from './send-files.ts';
import { CompanionTensorSession } from './companion-tensor-session.ts';
import { CompanionTextSession } from './companion-text-session.ts';

/** The companion that opens a model. */
export interface CompanionHost {
  readonly access: CompanionAccess;
  /** Reports the progress of the upload and of opening. */
  readonly onProgress: (progress: Progress) => void;
}

/**
 * Creates the runtime of an engine in a companion. Its sessions share one connection and are closed with it.
 * @throws from `open`: AppError of the engine | companion-unreachable | companion-rejected | engine-not-ready
 */
export function createCompanionRuntime(id: TensorEngineId, host: CompanionHost): Runtime<CompanionTensorSession> {
  const openRemote = createOpener(id, host);
  return {
    id,
    open: async (model, options) => {
      const { connection, session, opened, environment } = await openRemote(model, options);
      if (opened.kind !== 'tensor') return rejectSession(connection, session, opened.kind);
      return new CompanionTensorSession(connection, session, model.id, { ...opened.facts, environment });
    },
  };
}

/** Like {@link createCompanionRuntime}, for an engine that generates text. */
export function createCompanionTextRuntime(id: TextEngineId, host: CompanionHost): Runtime<CompanionTextSession> {
  const openRemote = createOpener(id, host);
  return {
    id,
    open: async (model, options) => {
      const { connection, session, opened, environment } = await openRemote(model, options);
      if (opened.kind !== 'text') return rejectSession(connection, session, opened.kind);
      return new CompanionTextSession(connection, session, model.id, { ...opened.facts, environment });
    },
  };
}

function createOpener(engine: EngineId, { access, onProgress }: CompanionHost) {
  const connectOnce = loadWithRetry(async () => {
    const connection = await connect(access);
    return { connection, sender: new FileSender(connection, onProgress) };
  });
  return async (model: ModelFiles, options: OpenOptions) => {
    const { connection, sender } = await connectOnce();
    const { id, entry } = model;
    const name = getCompanionName(id);
    const reference =
      name === null
        ? ({ kind: 'uploaded', id, entry, files: await sender.send(model) } as const)
        : ({ kind: 'named', name } as const);
    const { devices, threads, placement } = options;
    onProgress({ phase: 'create', fraction: null, remainingMs: null });
    const answer = await connection.request({
      type: 'open',
      model: reference,
      engine,
      devices: [...devices],
      ...(threads !== undefined && { threads }),
      ...(placement !== undefined && { placement }),
      settings: pickEngineSettings(options),
    });
    return { connection, ...answer };
  };
}

/** Closes a session of the wrong kind. */
async function rejectSession(connection: CompanionConnection, session: number, kind: string): Promise<never> {
  await connection.request({ type: 'close', session });
  throw new AppError('companion-rejected', { reason: 'session-kind', session, kind });
}
