import { asAppError, type AppError } from '#core/errors/error.ts';
import { OipClient, type OipServerFacts } from '../oip/oip-client.ts';
import { OpenaiClient, type ListedModel } from '../openai/openai-client.ts';
import { ServerPool } from './server-pool.ts';
import type { RemoteServer } from './server-records.ts';

/** Timeout per request. Short, because a probe runs no inference. Heuristic. */
const probeTimeoutMs = 10_000;

/** The protocol that a server speaks, with what it reports about itself. */
export type ServerProbe =
  | { readonly protocol: 'oip'; readonly facts: OipServerFacts; readonly models: readonly string[] | null }
  | { readonly protocol: 'openai'; readonly models: readonly ListedModel[] };

/**
 * Asks one server for its capabilities.
 * @throws AppError server-failed
 */
export async function probeServer(server: RemoteServer): Promise<ServerProbe> {
  const pool = new ServerPool(server, probeTimeoutMs);
  if (server.protocol === 'openai') return { protocol: 'openai', models: await new OpenaiClient(pool).models() };
  const client = new OipClient(pool);
  return { protocol: 'oip', facts: await client.facts(), models: await client.models() };
}

/**
 * Detects the protocol of a server.
 * @throws AppError server-failed if the server supports neither protocol: that it requires a token, otherwise the first error
 */
export async function detectProtocol(server: Omit<RemoteServer, 'protocol'>): Promise<ServerProbe> {
  let reported: AppError | null = null;
  for (const protocol of ['oip', 'openai'] as const) {
    try {
      return await probeServer({ ...server, protocol });
    } catch (thrown) {
      const error = asAppError(thrown);
      // A server may require its token at some paths only, and deny the existence of the others.
      if (reported === null || error.facts.reason === 'server-token') reported = error;
    }
  }
  throw reported;
}
