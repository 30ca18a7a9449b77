import { delay } from '#core/delay.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { CompanionAccess } from './access.ts';
import { connect, type CompanionConnection } from './connection.ts';

/** Delays between attempts. Heuristic, not measured. */
const retryDelaysMs = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

interface Listener {
  onConnected(connection: CompanionConnection): void;
  /** Called with the reason when the connection is lost or cannot be opened. */
  onLost(reason: AppError): void;
}

/** Connects, and reconnects after each loss, until `signal` aborts or the companion rejects this page. */
export async function keepConnected(access: CompanionAccess, listener: Listener, signal: AbortSignal): Promise<void> {
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
    await delay(retryDelaysMs[Math.min(attempts++, retryDelaysMs.length - 1)]!, signal).catch(() => {}); // the delay was aborted
  }
}
