import type { CompanionAccess } from '#companion-client/access.ts';
import type { CompanionConnection } from '#companion-client/connection.ts';
import { AppError, asAppError } from '#core/errors/error.ts';
import { toStorageError } from '#core/errors/storage-error.ts';
import type { Hardware } from '#core/engine/hardware.ts';
import type { Envelope } from '#federated/protocol/envelope.ts';
import type { EngineListing, ModelListing } from '#protocol/companion-messages.ts';
import { removeLocalText } from '#records/local-storage.ts';
import { forgetPairedCompanion, storePairedCompanion } from '#records/paired-companion.ts';
import { companionTokenKey, loadCompanionAccess } from './companion-access.ts';
import {
  onLocalNetworkPermissionChange,
  readLocalNetworkPermission,
  type LocalNetworkPermission,
} from './local-network-permission.ts';

/** The companion that this page is paired with: its connection, engines and models. */
class Companion {
  /** `none`: this page is not paired. `waiting`: it is paired, but connecting needs the user's permission first. */
  status = $state<'none' | 'waiting' | 'connecting' | 'connected' | 'unreachable'>('none');
  /** Why the companion cannot be reached or forgotten, or its engines cannot be listed. */
  error = $state.raw<AppError | null>(null);
  /** All engines that it supports, including those not installed; empty unless it is connected. */
  engines = $state.raw<readonly EngineListing[]>([]);
  /** The models in its own folder and on the servers that it reaches; empty unless it is connected. */
  models = $state.raw<readonly ModelListing[]>([]);
  /** The address and credential with which workers connect to it; `null` unless it is connected. */
  access = $state.raw<CompanionAccess | null>(null);
  /** Whether the browser lets this page connect to this machine. */
  permission = $state<LocalNetworkPermission>('not-asked');
  /** The version of the program; empty unless it is connected. */
  version = $state('');
  #connection: CompanionConnection | null = null;
  #hasBeenConnected = false;
  readonly #reconnectListeners = new Set<() => void>();
  #controller: AbortController | null = null;

  /**
   * Connects if this needs no permission prompt, and reconnects whenever the connection is lost. Only the first call
   * has an effect. A page that is not paired contacts nothing.
   */
  start(): void {
    if (this.#controller) return;
    onLocalNetworkPermissionChange(() => void this.#onPermissionChange());
    void this.#connect(false);
    // Another tab has a new token, from a restarted companion, or has forgotten the companion.
    addEventListener('storage', ({ key }) => {
      if (key === companionTokenKey) void this.#connect(false);
    });
  }

  /**
   * Calls the listener when the connection is back after a loss. A restarted companion has no open models.
   * @returns stops listening
   */
  onReconnect(listener: () => void): () => void {
    this.#reconnectListeners.add(listener);
    return () => void this.#reconnectListeners.delete(listener);
  }

  /** Reconnects. Call it in a click handler: the browser may ask the user for permission. */
  restart(): Promise<void> {
    return this.#connect(true);
  }

  /**
   * Removes the key or token of this page; `error` is set if the browser could not. The companion still lists the page
   * until `assay pair rm`.
   */
  async forget(): Promise<void> {
    removeLocalText(companionTokenKey);
    try {
      await forgetPairedCompanion();
    } catch (thrown) {
      // A browser that stores nothing has no key to remove.
      if (await loadCompanionAccess()) return void (this.error = toStorageError(thrown));
    }
    await this.#connect(false);
  }

  /**
   * Replaces the key of this page by a new one, so that a copy of the old one no longer works; `error` is set if that
   * failed.
   */
  async rotateKey(): Promise<void> {
    const { access } = this;
    if (!access || access.credential.kind !== 'paired') return;
    try {
      const { rotateKey } = await import('#companion-client/rotate-key.ts');
      const { privateKey, publicKey, companionKey } = await rotateKey({ ...access, credential: access.credential });
      const port = Number(new URL(access.url).port);
      await storePairedCompanion({ port, privateKey, publicKey, companionKey, pairedAtMs: Date.now() });
      await this.#connect(true);
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
  }

  /** Lists engines and models again, because some may have been added. */
  async refresh(): Promise<void> {
    await Promise.all([
      this.refreshModels(),
      this.#requestAndApply(async (connection) => {
        const { engines } = await connection.request({ type: 'list-engines' });
        return () => ([this.engines, this.error, this.status] = [engines, null, 'connected']);
      }),
    ]);
  }

  /** Lists the models again. */
  refreshModels(): Promise<void> {
    return this.#requestAndApply(async (connection) => {
      const { models } = await connection.request({ type: 'list-models' });
      return () => (this.models = models);
    });
  }

  /**
   * Reads the hardware of the companion's machine.
   * @throws AppError companion-unreachable
   */
  async readHardware(): Promise<Hardware> {
    if (!this.#connection) throw this.error ?? new AppError('aborted');
    return (await this.#connection.request({ type: 'read-hardware' })).hardware;
  }

  /**
   * Passes a signed request on to the coordinator of a federation.
   * @throws AppError companion-unreachable
   */
  async federate(envelope: Envelope): Promise<Envelope> {
    if (!this.#connection) throw this.error ?? new AppError('companion-unreachable', { reason: 'connection-lost' });
    return (await this.#connection.request({ type: 'federate', envelope })).envelope;
  }

  async readPermission(): Promise<void> {
    this.permission = await readLocalNetworkPermission();
  }

  /**
   * Sends a request and applies its response, unless the connection was replaced meanwhile.
   * @param request returns the function that applies the response
   */
  async #requestAndApply(request: (connection: CompanionConnection) => Promise<() => void>): Promise<void> {
    const connection = this.#connection;
    if (!connection) return;
    try {
      const apply = await request(connection);
      if (connection === this.#connection) apply();
    } catch (thrown) {
      if (connection === this.#connection) this.error = asAppError(thrown);
    }
  }

  async #connect(hasUserActivation: boolean): Promise<void> {
    this.#controller?.abort();
    const { signal } = (this.#controller = new AbortController());
    this.#resetConnection('none', null);
    const [access] = await Promise.all([loadCompanionAccess(), this.readPermission()]);
    if (signal.aborted || !access) return;
    const canPrompt = access.credential.kind === 'paired' && ['prompt', 'denied'].includes(this.permission);
    if (canPrompt && !hasUserActivation) return this.#resetConnection('waiting', null);
    this.#resetConnection('connecting', null);
    const { keepConnected } = await import('#companion-client/keep-connected.ts');
    const onConnected = (connection: CompanionConnection) => {
      this.#connection = connection;
      if (this.#hasBeenConnected) for (const listener of this.#reconnectListeners) listener();
      this.#hasBeenConnected = true;
      this.access = access;
      this.version = connection.welcome.app;
      void this.refresh();
    };
    const onLost = (reason: AppError) => {
      this.#resetConnection('unreachable', reason);
      void this.readPermission(); // the user may have denied the permission
    };
    await keepConnected(access, { onConnected, onLost }, signal);
  }

  /** Called when the user has changed the permission, in the prompt or in the browser's settings. */
  async #onPermissionChange(): Promise<void> {
    await this.readPermission();
    if (this.status === 'waiting' && this.permission === 'granted') await this.#connect(false);
  }

  #resetConnection(status: 'none' | 'waiting' | 'connecting' | 'unreachable', error: AppError | null): void {
    this.#connection = null;
    [this.access, this.engines, this.models] = [null, [], []];
    [this.version, this.error, this.status] = ['', error, status];
  }
}

export const companion = new Companion();
