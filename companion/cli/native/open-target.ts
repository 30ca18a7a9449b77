import { join } from 'node:path';
import type { Runtime } from '#core/engine/runtime.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import { createTextRuntime } from '../../engines/child-process/remote-text-session.ts';
import type { HostedTensorSession, HostedTextSession } from '../../gateway/sessions/open-model.ts';
import { RemoteModels } from '../../protocols/remote/remote-models.ts';
import { ServerRecords } from '../../protocols/remote/server-records.ts';
import type { CompanionTarget } from './companion-target.ts';

/** A target on which models can be opened. The caller must close it. */
export interface OpenTarget {
  tensors(): Runtime<HostedTensorSession>;
  text(): Runtime<HostedTextSession>;
  /** Kills the engine's process, as a crash does: the next call starts it again. Absent for remote servers. */
  kill?(): void;
  close(): Promise<void>;
}

/** Opens a target: an engine in its own process, or the servers that the user has added. */
export async function openTarget({ engine }: CompanionTarget): Promise<OpenTarget> {
  if (engine === 'oip' || engine === 'openai') {
    const { oip, openai } = new RemoteModels(new ServerRecords(join(await ensureDataFolder(), 'servers'))).runtimes;
    return { tensors: () => oip, text: () => openai, close: async () => {} };
  }
  const host = new EngineHost(engine);
  return {
    tensors: () => createTensorRuntime(host),
    text: () => createTextRuntime(host),
    kill() {
      if (host.pid !== null) process.kill(host.pid, 'SIGKILL');
    },
    close: () => host.close(),
  };
}
