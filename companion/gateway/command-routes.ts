import * as v from 'valibot';
import type { PairingEvent, PairingWindow } from './pairing/pairing-window.ts';
import { readJsonBody, sendJson } from './read-json-body.ts';
import type { Route } from './routes.ts';
import { sendText } from './static-files.ts';

interface CommandOptions {
  readonly createLinkHash: () => string;
  readonly pairing: PairingWindow;
  readonly closeRevoked: () => Promise<void>;
}

const pairBodySchema = v.object({ origin: v.nullable(v.pipe(v.string(), v.maxLength(300))) });

/** Creates the routes through which this program's commands control the running companion. */
export function createCommandRoutes({ createLinkHash, pairing, closeRevoked }: CommandOptions): readonly Route[] {
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
      // Streams one JSON object per line until a page is paired, the code expires or the command ends.
      method: 'POST',
      path: '/companion/commands/pair',
      access: 'command',
      handle: async ({ request, response }) => {
        const body = await readJsonBody(request, response, pairBodySchema);
        if (body === null) return;
        const report = (event: PairingEvent) => {
          response.write(`${JSON.stringify(event)}\n`);
          if (event.event === 'paired' || event.event === 'ended') response.end();
        };
        if (!pairing.open(body.origin, report)) {
          return sendText(response, 409, 'Another page is being paired.');
        }
        response.once('close', () => pairing.close());
        response.writeHead(200, { 'Content-Type': 'application/x-ndjson' });
        response.flushHeaders();
      },
    },
  ];
}
