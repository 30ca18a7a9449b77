import * as v from 'valibot';
import type { PairingEvent, PairingWindow } from './pairing/pairing-window.ts';
import { readJsonBody, sendJson } from './read-json-body.ts';
import type { Route } from './routes.ts';
import { sendText } from './static-files.ts';

interface CommandTargets {
  readonly createLinkHash: () => string;
  readonly pairing: PairingWindow;
  readonly closeRevoked: () => Promise<void>;
}

const pairBody = v.object({ origin: v.nullable(v.pipe(v.string(), v.maxLength(300))) });

/** Creates the routes by which commands of this program reach the running companion. */
export function createCommandRoutes({ createLinkHash, pairing, closeRevoked }: CommandTargets): readonly Route[] {
  return [
    {
      method: 'POST',
      path: '/companion/commands/link',
      access: 'command',
      handle: ({ response }) => sendJson(response, { hash: createLinkHash() }),
    },
    {
      method: 'POST',
      path: '/companion/commands/close-revoked',
      access: 'command',
      handle: async ({ response }) => {
        await closeRevoked();
        sendJson(response, {});
      },
    },
    {
      // Answers with one JSON object per line until a page is paired, the code has expired, or the command ends.
      method: 'POST',
      path: '/companion/commands/pair',
      access: 'command',
      handle: async ({ request, response }) => {
        const sent = await readJsonBody(request, response, pairBody);
        if (sent === null) return;
        const report = (event: PairingEvent) => {
          response.write(`${JSON.stringify(event)}\n`);
          if (event.event === 'paired' || event.event === 'ended') response.end();
        };
        if (!pairing.open(sent.origin, report)) {
          return sendText(response, 409, 'Another page is being paired.');
        }
        response.once('close', () => pairing.close());
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        response.flushHeaders();
      },
    },
  ];
}
