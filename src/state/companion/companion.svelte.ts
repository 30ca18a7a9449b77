import type { CompanionAccess } from '#companion-client/access.ts';
import type { CompanionConnection } from '#companion-client/connection.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import type { EngineListing } from '#protocol/companion-messages.ts';
import { companionTokenKey, knownAccess } from './known-access.ts';

/** The companion that this page is paired with: whether it can be reached, and what it has. */
class Companion {
  /** `none`: this page is not paired with one. */
  status = $state<'none' | 'connecting' | 'connected' | 'unreachable'>('none');
  /** Why it cannot be reached, or its engines cannot be listed. */
  error = $state.raw<AppError | null>(null);
  /** All engines that it knows, including missing ones; empty unless it is connected. */
  engines = $state.raw<readonly EngineListing[]>([]);
  /** How workers connect to it; `null` unless it is connected. */
  access = $state.raw<CompanionAccess | null>(null);
  #connection: CompanionConnection | null = null;
  #controller: AbortController | null = null;

  /** Connects, and again whenever the connection is lost. Only the first call does anything, until `restart`. */
  start(): void {
    if (this.#controller) return;
    void this.restart();
    // Another tab was paired, with the token of the companion's new start.
    addEventListener('storage', ({ key }) => {
      if (key === companionTokenKey) void this.restart();
    });
  }

  /** Connects anew, such as after this page was paired. */
  async restart(): Promise<void> {
    this.#controller?.abort();
    const { signal } = (this.#controller = new AbortController());
    const access = await knownAccess();
    if (signal.aborted) return;
    this.status = access ? 'connecting' : 'none';
    if (!access) return;
    const { stayConnected } = await import('#companion-client/stay-connected.ts');
    const onConnected = (connection: CompanionConnection) => {
      this.#connection = connection;
      this.access = access;
      void this.refresh();
    };
    await stayConnected(access, { onConnected, onLost: (reason) => this.#lose(reason) }, signal);
  }

  /** Lists the engines anew: one may have been added. */
  async refresh(): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    try {
      const { engines } = await connection.request({ type: 'list-engines' });
      if (connection !== this.#connection) return;
      [this.engines, this.error, this.status] = [engines, null, 'connected'];
    } catch (thrown) {
      if (connection === this.#connection) this.error = asAppError(thrown);
    }
  }

  #lose(reason: AppError): void {
    this.#connection = null;
    [this.access, this.engines, this.error, this.status] = [null, [], reason, 'unreachable'];
  }
}

export const companion = new Companion();
