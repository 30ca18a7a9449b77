import { generatesText } from '#core/engine/engines.ts';
import { asAppError } from '#core/errors/error.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { EngineHost } from '../../engines/child-process/engine-host.ts';
import { createTensorRuntime } from '../../engines/child-process/remote-tensor-session.ts';
import { createTextRuntime } from '../../engines/child-process/remote-text-session.ts';
import { nativeEngineIds } from '../../engines/load-engine.ts';
import { readPackageState } from '../../engines/packages/package-state.ts';
import type { EngineRegistry } from '../../gateway/sessions/client-sessions.ts';

/** Creates a registry of all native engines, each in a child process that starts on first use. */
export function createHostedEngines(): EngineRegistry & { close(): Promise<void> } {
  const hosts = nativeEngineIds.map((id) => new EngineHost(id));
  const runtimes = hosts.map((host) => [
    host.id,
    generatesText(host.id) ? createTextRuntime(host) : createTensorRuntime(host),
  ]);
  return {
    runtimes: Object.fromEntries(runtimes) as EngineRegistry['runtimes'],
    list: () => Promise.all(hosts.map(listEngine)),
    close: async () => {
      await Promise.all(hosts.map((host) => host.close()));
    },
  };
}

/** Describes an engine. If it is installed, it is started to list its devices. */
async function listEngine(host: EngineHost): Promise<EngineListing> {
  const engine = host.id;
  const packageState = await readPackageState(engine);
  if (packageState.state !== 'ready') {
    const { state, ...facts } = packageState;
    return { engine, state, version: null, devices: [], facts };
  }
  try {
    const { version, devices } = await host.probe();
    return { engine, state: 'ready', version, devices: [...devices], facts: {} };
  } catch (thrown) {
    const { code, facts } = asAppError(thrown);
    return { engine, state: 'failed', version: null, devices: [], facts: { ...facts, code } };
  }
}
