import { join } from 'node:path';
import type { Runtime } from '#core/engine/runtime.ts';
import { dataFolder } from '../../data-folder.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { tensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import { textRuntime } from '../../engines/child-process/remote-text-session.ts';
import type { HostedTensorSession, HostedTextSession } from '../../gateway/sessions/open-model.ts';
import { RemoteModels } from '../../protocols/remote/remote-models.ts';
import { ServerRecords } from '../../protocols/remote/server-records.ts';
import type { CompanionTarget } from './companion-target.ts';

/** Opens models on a target. The caller closes it. */
export interface OpenTarget {
  tensors(): Runtime<HostedTensorSession>;
  text(): Runtime<HostedTextSession>;
  close(): Promise<void>;
}

/** An engine in its own process, or the servers that the user has added. */
export async function openTarget({ engine }: CompanionTarget): Promise<OpenTarget> {
  if (engine === 'oip' || engine === 'openai') {
    const { oip, openai } = new RemoteModels(new ServerRecords(join(await dataFolder(), 'servers'))).runtimes;
    return { tensors: () => oip, text: () => openai, close: async () => {} };
  }
  const host = new EngineHost(engine);
  return { tensors: () => tensorRuntime(host), text: () => textRuntime(host), close: () => host.close() };
}
