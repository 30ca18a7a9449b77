import { envelopeSchema } from '#federated/protocol/messages.ts';
import { readJsonBody, sendJson } from '../gateway/read-json-body.ts';
import type { Route } from '../gateway/routes.ts';
import type { Coordinators } from './coordinators.ts';

/** Enough for a head of 1,000 classes and 4,096 features in base64, and the rest of the request. */
const maxBytes = 32 << 20;

/**
 * The endpoint of participants, who need an API key of the scope `federate`, and sign every request with a key of their own.
 * An answer can take some seconds: it waits for the other participants.
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
