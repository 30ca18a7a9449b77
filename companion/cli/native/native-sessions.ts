import { totalmem } from 'node:os';
import { join } from 'node:path';
import { loadOnce } from '#core/load-once.ts';
import { openCoordinators, type Coordinators } from '../../federated/coordinators.ts';
import type { AuthenticatedClient } from '../../gateway/access/authenticated-client.ts';
import type { BatchSettings } from '../../gateway/sessions/batching/batch-settings.ts';
import { ModelMemory } from '../../gateway/sessions/model-memory.ts';
import { ModelStore } from '../../gateway/sessions/model-store.ts';
import type { SessionResources } from '../../gateway/sessions/client-sessions.ts';
import { serveClient } from '../../gateway/sessions/serve-client.ts';
import { createClientServers, type ClientServers } from '../serving/client-servers.ts';
import { RemoteModels } from '../../protocols/remote/remote-models.ts';
import { ServerRecords } from '../../protocols/remote/server-records.ts';
import { SystemFiles } from '../../hardware/system-files.ts';
import { createHostedEngines } from './hosted-engines.ts';

/** The fraction of this machine's memory that all open models may use. Heuristic, not measured. */
const memoryFraction = 0.5;

/** Serves models on native engines and remote servers to clients. */
export interface NativeSessions {
  /** Serves a page until it disconnects. */
  serve(client: AuthenticatedClient): Promise<void>;
  /** The servers of clients with an API key. */
  readonly clients: ClientServers;
  readonly coordinators: Coordinators;
  /** Terminates the engines. */
  close(): Promise<void>;
}

/**
 * Creates the engines, servers and model memory that all clients share.
 * @param folder the companion's data folder, which contains model files
 * @param batching the settings for batching concurrent requests
 */
export function createNativeSessions(folder: string, batching: BatchSettings): NativeSessions {
  const engines = createHostedEngines();
  const remote = new RemoteModels(new ServerRecords(join(folder, 'servers')));
  const coordinators = openCoordinators(folder);
  const resources: SessionResources = {
    engines: {
      runtimes: { ...engines.runtimes, ...remote.runtimes },
      list: async () => [...(await engines.list()), ...(await remote.listEngines())],
    },
    store: new ModelStore(folder),
    memory: new ModelMemory(memoryFraction * totalmem()),
    batching,
    remote,
    federate: (envelope) => coordinators.handle(envelope),
    readEnvironment: loadOnce(async () =>
      (await import('../../hardware/machine-environment.ts')).readMachineEnvironment(),
    ),
    measurePower: async (device, work) => {
      const { measurePower } = await import('../../hardware/energy/measure-power.ts');
      return measurePower(new SystemFiles(), device, null, work);
    },
    readHardware: async () => (await import('../../hardware/hardware.ts')).readHardware(folder),
  };
  const clients = createClientServers(resources);
  return { serve: (client) => serveClient(client, resources), clients, coordinators, close: () => engines.close() };
}
