import type { EngineId } from '#core/engine/engines.ts';
import type { Runtime } from '#core/engine/runtime.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import type { HostedTensorSession, HostedTextSession } from '../../gateway/sessions/open-model.ts';
import type { RemoteListing } from '../../gateway/sessions/client-sessions.ts';
import { OipClient } from '../oip/oip-client.ts';
import { openOipRemoteSession } from '../oip/oip-remote-session.ts';
import { createContextLengthError, OpenaiClient } from '../openai/openai-client.ts';
import { createOpenaiRemoteSession } from '../openai/openai-remote-session.ts';
import { ServerPool } from './server-pool.ts';
import type { RemoteServer, ServerRecords } from './server-records.ts';

/** The time for which a list of models is cached. Heuristic, not measured. */
const listCacheMs = 10_000;

type Target = { readonly server: RemoteServer; listed: Promise<readonly string[]> | null } & (
  | { readonly engine: 'oip'; readonly client: OipClient }
  | { readonly engine: 'openai'; readonly client: OpenaiClient }
);

/** The models of the remote servers that the user has added, named `<server>/<model>`. */
export class RemoteModels {
  readonly runtimes: { readonly oip: Runtime<HostedTensorSession>; readonly openai: Runtime<HostedTextSession> };
  readonly #records: ServerRecords;
  /** The server pools by the JSON of their record, so that a changed record gets a new pool. */
  readonly #targets = new Map<string, Target>();

  constructor(records: ServerRecords) {
    this.#records = records;
    this.runtimes = {
      oip: { id: 'oip', open: ({ id }) => this.#openTensors(id) },
      openai: { id: 'openai', open: ({ id }) => this.#openText(id) },
    };
  }

  /** Lists the models of all servers that respond. For the others, lists the models in their records. */
  async list(): Promise<readonly RemoteListing[]> {
    const targets = await this.#listTargets();
    const lists = targets.map(async (target) => {
      const models = await this.#listModels(target).catch(() => target.server.models ?? []);
      return models.map((model) => ({ name: `${target.server.name}/${model}`, engine: target.engine }));
    });
    return (await Promise.all(lists)).flat();
  }

  /** Finds the engine of a model by its name; `null` if no server matches. */
  async findEngine(name: string): Promise<EngineId | null> {
    const target = (await this.#listTargets()).find(({ server }) => name.startsWith(`${server.name}/`));
    return target?.engine ?? null;
  }

  /** Lists the engines that have servers, with each server as a device, or with the error if none responds. */
  async listEngines(): Promise<readonly EngineListing[]> {
    const targets = await this.#listTargets();
    const engines = (['oip', 'openai'] as const).filter((engine) => targets.some((target) => target.engine === engine));
    return Promise.all(
      engines.map(async (engine): Promise<EngineListing> => {
        const engineTargets = targets.filter((target) => target.engine === engine);
        const states = await Promise.allSettled(engineTargets.map((target) => this.#listModels(target)));
        const devices = engineTargets
          .filter((_, index) => states[index]!.status === 'fulfilled')
          .map(({ server }) => ({ device: 'server' as const, name: server.name }));
        const failedState = states.find((state) => state.status === 'rejected');
        if (devices.length > 0 || !failedState) return { engine, state: 'ready', version: null, devices, facts: {} };
        const { code, facts } = asAppError(failedState.reason);
        return { engine, state: 'failed', version: null, devices, facts: { ...facts, code } };
      }),
    );
  }

  async #openTensors(name: string): Promise<HostedTensorSession> {
    const { target, model } = await this.#findModel(name);
    if (target.engine !== 'oip') throw new AppError('model-unknown', { model: name });
    return openOipRemoteSession(target.client, model);
  }

  async #openText(name: string): Promise<HostedTextSession> {
    const { target, model } = await this.#findModel(name);
    if (target.engine !== 'openai') throw new AppError('model-unknown', { model: name });
    const listedModel = (await target.client.listModels()).find(({ id }) => id === model);
    if (!listedModel) throw new AppError('model-unknown', { model: name });
    const contextLength = target.server.contextLength ?? listedModel.contextLength;
    if (contextLength === null) throw createContextLengthError(target.server.name, model);
    return createOpenaiRemoteSession(target.client, model, { contextLength, owner: listedModel.owner });
  }

  async #findModel(name: string): Promise<{ readonly target: Target; readonly model: string }> {
    const target = (await this.#listTargets()).find(({ server }) => name.startsWith(`${server.name}/`));
    if (!target) throw new AppError('model-unknown', { model: name });
    return { target, model: name.slice(target.server.name.length + 1) };
  }

  #listModels(target: Target): Promise<readonly string[]> {
    if (target.server.models) return Promise.resolve(target.server.models);
    if (target.listed) return target.listed;
    const listedModels =
      target.engine === 'oip'
        ? target.client.listModels().then((models) => models ?? [])
        : target.client.listModels().then((models) => models.map(({ id }) => id));
    target.listed = listedModels;
    setTimeout(() => (target.listed = null), listCacheMs).unref();
    return listedModels;
  }

  async #listTargets(): Promise<readonly Target[]> {
    const servers = await this.#records.list();
    return servers.map((server) => {
      const key = JSON.stringify(server);
      const target = this.#targets.get(key) ?? createTarget(server);
      this.#targets.set(key, target);
      return target;
    });
  }
}

function createTarget(server: RemoteServer): Target {
  const pool = new ServerPool(server);
  return server.protocol === 'oip'
    ? { server, listed: null, engine: 'oip', client: new OipClient(pool) }
    : { server, listed: null, engine: 'openai', client: new OpenaiClient(pool) };
}
