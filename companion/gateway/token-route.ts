import * as v from 'valibot';
import type { OneTimeNonces } from './access/one-time-nonces.ts';
import { readJsonBody, sendJson } from './read-json-body.ts';
import type { Route } from './routes.ts';
import { sendText } from './static-files.ts';

const bodySchema = v.object({ nonce: v.pipe(v.string(), v.maxLength(100)) });

/** Creates the route that exchanges the nonce of a link for the token of this run: `POST {nonce}` returns `{token}`. */
export function createTokenRoute(nonces: OneTimeNonces, token: string): Route {
  return {
    method: 'POST',
    path: '/companion/token',
    access: 'own-page',
    handle: async ({ request, response }) => {
      const body = await readJsonBody(request, response, bodySchema);
      if (body === null) return;
      if (nonces.use(body.nonce)) return sendJson(response, { token });
      sendText(response, 403, 'This link has already been used. Run npm start again for a new link.');
    },
  };
}
