import type { EngineId } from '#core/engine/engines.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import type { HostedTensorSession, HostedTextSession } from '../../gateway/sessions/open-model.ts';
import type { RemoteListing } from '../../gateway/sessions/client-sessions.ts';
import { OipClient } from '../oip/oip-client.ts';
import { openRemoteTensors } from '../oip/oip-remote-session.ts';
import { createContextLengthError, OpenaiClient } from '../openai/openai-client.ts';
import { createRemoteTextSession } from '../openai/openai-remote-session.ts';
import { ServerPool } from './server-pool.ts';
import type { RemoteServer, ServerRecords } from './server-records.ts';

/** How long a list of models is used before the server is asked again. Heuristic. */
const listMs = 10_000;

type Target = { readonly server: RemoteServer; listed: Promise<readonly string[]> | null } & (
  | { readonly engine: 'oip'; readonly client: OipClient }
  | { readonly engine: 'openai'; readonly client: OpenaiClient }
);

/** The models of the remote servers that the user has added, named `<server>/<model>`. */
export class RemoteModels {
  readonly runtimes: { readonly oip: Runtime<HostedTensorSession>; readonly openai: Runtime<HostedTextSession> };
  readonly #records: ServerRecords;
  /** By record, so a changed record gets a new pool. */
  readonly #targets = new Map<string, Target>();

  constructor(records: ServerRecords) {
    this.#records = records;
    this.runtimes = {
      oip: { id: 'oip', open: ({ id }) => this.#openTensors(id) },
      openai: { id: 'openai', open: ({ id }) => this.#openText(id) },
    };
  }

  /** The models of every server that answers. */
  async list(): Promise<readonly RemoteListing[]> {
    const targets = await this.#current();
    const lists = targets.map(async (target) => {
      const models = await this.#listModels(target).catch(() => target.server.models ?? []);
      return models.map((model) => ({ name: `${target.server.name}/${model}`, engine: target.engine }));
    });
    return (await Promise.all(lists)).flat();
  }

  /** The engine of a model by its name; `null` if the name has no server in it. */
  async findEngine(name: string): Promise<EngineId | null> {
    const target = (await this.#current()).find(({ server }) => name.startsWith(`${server.name}/`));
    return target?.engine ?? null;
  }

  /** Both engines, with each server as a device, or why it does not answer. */
  async engines(): Promise<readonly EngineListing[]> {
    const targets = await this.#current();
    const engines = (['oip', 'openai'] as const).filter((engine) => targets.some((target) => target.engine === engine));
    return Promise.all(
      engines.map(async (engine): Promise<EngineListing> => {
        const own = targets.filter((target) => target.engine === engine);
        const states = await Promise.allSettled(own.map((target) => this.#listModels(target)));
        const devices = own
          .filter((_, index) => states[index]!.status === 'fulfilled')
          .map(({ server }) => ({ device: 'server' as const, name: server.name }));
        const failed = states.find((state) => state.status === 'rejected');
        if (devices.length > 0 || !failed) return { engine, state: 'ready', version: null, devices, facts: {} };
        const { code, facts } = asAppError(failed.reason);
        return { engine, state: 'failed', version: null, devices, facts: { ...facts, code } };
      }),
    );
  }

  async #openTensors(name: string): Promise<HostedTensorSession> {
    const { target, model } = await this.#find(name);
    if (target.engine !== 'oip') throw new AppError('model-unknown', { model: name });
    return openRemoteTensors(target.client, model);
  }

  async #openText(name: string): Promise<HostedTextSession> {
    const { target, model } = await this.#find(name);
    if (target.engine !== 'openai') throw new AppError('model-unknown', { model: name });
    const listed = (await target.client.models()).find(({ id }) => id === model);
    if (!listed) throw new AppError('model-unknown', { model: name });
    const contextLength = target.server.contextLength ?? listed.contextLength;
    if (contextLength === null) throw createContextLengthError(target.server.name, model);
    return createRemoteTextSession(target.client, model, { contextLength, owner: listed.owner });
  }

  async #find(name: string): Promise<{ readonly target: Target; readonly model: string }> {
    const target = (await this.#current()).find(({ server }) => name.startsWith(`${server.name}/`));
    if (!target) throw new AppError('model-unknown', { model: name });
    return { target, model: name.slice(target.server.name.length + 1) };
  }

  #listModels(target: Target): Promise<readonly string[]> {
    if (target.server.models) return Promise.resolve(target.server.models);
    if (target.listed) return target.listed;
    const listed =
      target.engine === 'oip'
        ? target.client.models().then((models) => models ?? [])
        : target.client.models().then((models) => models.map(({ id }) => id));
    target.listed = listed;
    setTimeout(() => (target.listed = null), listMs).unref();
    return listed;
  }

  async #current(): Promise<readonly Target[]> {
    const servers = await this.#records.list();
    return servers.map((server) => {
      const key = JSON.stringify(server);
      const target = this.#targets.get(key) ?? toTarget(server);
      this.#targets.set(key, target);
      return target;
    });
  }
}

function toTarget(server: RemoteServer): Target {
  const pool = new ServerPool(server);
  return server.protocol === 'oip'
    ? { server, listed: null, engine: 'oip', client: new OipClient(pool) }
    : { server, listed: null, engine: 'openai', client: new OpenaiClient(pool) };
}
