import { delay } from '#core/delay.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { CompanionAccess } from './access.ts';
import { connect, type CompanionConnection } from './connection.ts';

/** Delays between attempts; short at first, since most companions that end are restarted at once. Heuristic. */
const waitsMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

interface Listener {
  onConnected(connection: CompanionConnection): void;
  /** Called before the next attempt, with the reason why there is no connection. */
  onLost(reason: AppError): void;
}

/**
 * Connects, and reconnects whenever the connection is lost, until `signal` aborts or the companion rejects this page.
 */
export async function stayConnected(access: CompanionAccess, listener: Listener, signal: AbortSignal): Promise<void> {
  let attempts = 0;
  while (!signal.aborted) {
    try {
      const connection = await connect(access, { signal });
      attempts = 0;
      const close = () => connection.close();
      signal.addEventListener('abort', close, { once: true });
      listener.onConnected(connection);
      const reason = await connection.closed;
      signal.removeEventListener('abort', close);
      throw reason;
    } catch (thrown) {
      if (signal.aborted) return;
      const reason = asAppError(thrown);
      listener.onLost(reason);
      if (reason.code === 'companion-rejected') return;
    }
    await delay(waitsMs[Math.min(attempts++, waitsMs.length - 1)]!, signal).catch(() => {}); // the loop then ends
  }
}
