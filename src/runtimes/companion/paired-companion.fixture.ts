import { inject } from 'vitest';
import type { CompanionAccess } from '#companion-client/access.ts';
import { toBase64 } from '#core/encoding/base64.ts';
import type { EngineId } from '#core/engine/engines.ts';

/** The response of the test companion to a pairing request. */
export interface PairedWith {
  /** The address of its WebSocket. */
  readonly url: string;
  readonly companionKey: string;
}

async function post(url: string, body = ''): Promise<unknown> {
  return (await fetch(url, { method: 'POST', body })).json();
}

const control = (await post(inject('companionUrl'))) as string;

/** The reason to skip an engine's tests; empty if the engine is available. */
export async function findSkipReason(engine: EngineId): Promise<string> {
  return (await post(`${control}/skipped`, engine)) as string;
}

/** Kills an engine's process. */
export async function killEngine(engine: EngineId): Promise<void> {
  await post(`${control}/kill`, engine);
}

/** Pairs this page with the test companion. Its private key is not exportable. */
export async function pairPage(): Promise<CompanionAccess> {
  const curve = { name: 'ECDSA', namedCurve: 'P-256' } as const;
  const { privateKey, publicKey: point } = await crypto.subtle.generateKey(curve, false, ['sign', 'verify']);
  const publicKey = toBase64(new Uint8Array(await crypto.subtle.exportKey('raw', point)));
  const request = JSON.stringify({ origin: location.origin, publicKey });
  const { url, companionKey } = (await post(`${control}/pair`, request)) as PairedWith;
  return {
    url,
    origin: location.origin,
    app: '0.0.0',
    credential: { kind: 'paired', privateKey, publicKey, companionKey },
  };
}
