import type { SessionFacts } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import type { HostedTensorSession } from '../../gateway/sessions/open-model.ts';
import { benchmarkServer } from '../remote/benchmark-server.ts';
import type { OipClient } from './oip-client.ts';

/**
 * Opens a model on a server of the Open Inference Protocol.
 * @throws AppError server-failed
 */
export async function openOipRemoteSession(client: OipClient, model: string): Promise<HostedTensorSession> {
  const startedMs = performance.now();
  const { name, version } = await client.readFacts();
  const facts: SessionFacts = {
    engine: 'oip',
    engineVersion: version || 'unknown',
    build: name,
    device: 'server',
    threads: 0, // unknown: the server does not report it
    failedDevices: [],
    ...(await client.readMetadata(model)),
    createMs: performance.now() - startedMs,
  };
  const session: HostedTensorSession = {
    kind: 'tensor',
    facts,
    canOverlap: true,
    run: async (inputs: Tensors, options) => {
      checkInputs(inputs, facts.inputs);
      return client.infer(model, inputs, options?.signal ?? new AbortController().signal);
    },
    bench: (request, orderSeed, options) =>
      benchmarkServer(session, () => client.readFacts(), { request, orderSeed, ...options }),
    memory: async () => ({}),
    close: async () => {},
  };
  return session;
}
