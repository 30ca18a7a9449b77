import type { SessionFacts } from '#core/engine/runtime.ts';
import { checkInputs, type Tensors } from '#core/engine/tensor.ts';
import type { HostedTensorSession } from '../../gateway/sessions/open-model.ts';
import { benchmarkServer } from '../remote/bench-server.ts';
import type { OipClient } from './oip-client.ts';

/**
 * A model on a server of the Open Inference Protocol.
 * @throws AppError server-failed
 */
export async function openRemoteTensors(client: OipClient, model: string): Promise<HostedTensorSession> {
  const startedMs = performance.now();
  const { name, version } = await client.facts();
  const facts: SessionFacts = {
    engine: 'oip',
    engineVersion: version || 'unknown',
    build: name,
    device: 'server',
    threads: 0, // the server decides this, and does not report it
    failedDevices: [],
    ...(await client.metadata(model)),
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
      benchmarkServer(session, () => client.facts(), { request, orderSeed, ...options }),
    memory: async () => ({}),
    close: async () => {},
  };
  return session;
}
