import { envelopeSchema } from '#federated/protocol/messages.ts';
import { readJsonBody, sendJson } from '../gateway/read-json-body.ts';
import type { Route } from '../gateway/routes.ts';
import type { Coordinators } from './coordinators.ts';

/** The maximum size of a request in bytes: enough for a head of 1,000 classes and 4,096 features in base64. */
const maxBytes = 32 << 20;

/**
 * The endpoint of participants, who need an API key with the scope `federate` and sign every request with their own
 * key. An answer can take some seconds, because it waits for the other participants.
 */
export function createFederatedRoute(load: () => Promise<Coordinators>): Route {
  return {
    method: 'POST',
    path: '/federated',
    access: 'federate',
    handle: async ({ request, response }) => {
      const envelope = await readJsonBody(request, response, envelopeSchema, maxBytes);
      if (envelope) sendJson(response, await (await load()).handle(envelope));
    },
  };
}
