import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ModelFiles } from '#core/model/model.ts';
import type { Scope } from '#protocol/schemas.ts';
import { startTestGateway, type TestGateway } from '../../gateway/gateway.fixture.ts';
import { ApiKeys } from '../../gateway/keys/api-keys.ts';
import { defaultBatching } from '../../gateway/sessions/batching/batch-settings.ts';
import { ModelMemory } from '../../gateway/sessions/model-memory.ts';
import { ModelStore } from '../../gateway/sessions/model-store.ts';
import type { EngineRegistry, ModelResources } from '../../gateway/sessions/client-sessions.ts';
import { serveClient } from '../../gateway/sessions/serve-client.ts';
import { RemoteModels } from '../../protocols/remote/remote-models.ts';
import { ServerRecords } from '../../protocols/remote/server-records.ts';
import { listClientRoutes } from './client-routes.ts';
import { createClientServers, type ClientServers } from './client-servers.ts';

export interface TestServers extends TestGateway {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** Creates an API key. */
  createKey(...scopes: Scope[]): Promise<string>;
}

/**
 * Starts a companion with models in its folder, for clients with an API key.
 * @param models the models by their names in the folder
 */
export async function startClientServers(
  models: Readonly<Record<string, ModelFiles>>,
  engines: EngineRegistry,
  memoryBytes = Infinity,
): Promise<TestServers> {
  let servers: ClientServers | undefined;
  let resources: ModelResources | undefined;
  const rejectCall = () => Promise.reject(new Error('no test calls this'));
  const machine = { readHardware: rejectCall, measurePower: rejectCall, federate: rejectCall };
  const readEnvironment = async () =>
    ({ kind: 'native', program: 'Node 24', os: 'Linux', cpu: 'x', cores: 2, clockStepUs: 1 }) as const;
  const companion = await startTestGateway({
    routes: listClientRoutes(async () => servers!),
    onConnection: (client) => serveClient(client, { ...resources!, ...machine, readEnvironment }),
  });
  const folder = join(companion.folder, 'models');
  for (const [name, { files, entry }] of Object.entries(models)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, files.get(entry) as Uint8Array);
  }
  const remote = new RemoteModels(new ServerRecords(join(companion.folder, 'servers')));
  const runtimes = { ...engines.runtimes, ...remote.runtimes };
  const store = new ModelStore(companion.folder);
  const memory = new ModelMemory(memoryBytes);
  resources = {
    engines: { list: engines.list, runtimes },
    store,
    memory,
    batching: defaultBatching,
    remote,
  };
  servers = createClientServers(resources);
  const keys = new ApiKeys(join(companion.folder, 'keys'));
  let lastKey = 0;
  const createKey = async (...scopes: Scope[]) => (await keys.add(`key${++lastKey}`, scopes))!;
  return { ...companion, url: companion.origin, createKey };
}
