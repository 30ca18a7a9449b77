import { asAppError, type AppError } from '#core/errors/error.ts';
import { OipClient, type OipServerFacts } from '../oip/oip-client.ts';
import { OpenaiClient, type ListedModel } from '../openai/openai-client.ts';
import { ServerPool } from './server-pool.ts';
import type { RemoteServer } from './server-records.ts';

/** The timeout of each request, short because a probe runs no inference. Heuristic, not measured. */
const probeTimeoutMs = 10_000;

/** The protocol of a server, and its capabilities. */
export type ServerProbe =
  | { readonly protocol: 'oip'; readonly facts: OipServerFacts; readonly models: readonly string[] | null }
  | { readonly protocol: 'openai'; readonly models: readonly ListedModel[] };

/**
 * Reads the capabilities of a server.
 * @throws AppError server-failed
 */
export async function probeServer(server: RemoteServer): Promise<ServerProbe> {
  const pool = new ServerPool(server, probeTimeoutMs);
  if (server.protocol === 'openai') return { protocol: 'openai', models: await new OpenaiClient(pool).listModels() };
  const client = new OipClient(pool);
  return { protocol: 'oip', facts: await client.readFacts(), models: await client.listModels() };
}

/**
 * Detects the protocol of a server.
 * @throws AppError server-failed if neither protocol works: the error about a missing token if there is one, else the first
 */
export async function detectProtocol(server: Omit<RemoteServer, 'protocol'>): Promise<ServerProbe> {
  let reportedError: AppError | null = null;
  for (const protocol of ['oip', 'openai'] as const) {
    try {
      return await probeServer({ ...server, protocol });
    } catch (thrown) {
      const error = asAppError(thrown);
      // A server may require its token on some paths and answer 404 on the others.
      if (reportedError === null || error.facts.reason === 'server-token') reportedError = error;
    }
  }
  throw reportedError;
}
