import { join } from 'node:path';
import { loadWithRetry } from '#core/load-once.ts';
import type { Envelope, SigningKey } from '#federated/protocol/envelope.ts';
import { parsePayload, requestSchema } from '#federated/protocol/messages.ts';
import { Coordinator, signAnswer } from './coordinator.ts';
import { FederationFiles } from './federation-files.ts';
import { ensureCompanionKey } from '../gateway/pairing/companion-key.ts';

/** Opens the federations in the companion's data folder. They sign with the companion's key. */
export function openCoordinators(folder: string): Coordinators {
  const loadKey = loadWithRetry(() => ensureCompanionKey(folder));
  return new Coordinators(new FederationFiles(join(folder, 'federations')), loadKey);
}

/** The coordinators of this companion's federations, each created by the first request for its federation. */
export class Coordinators {
  readonly #files: FederationFiles;
  readonly #loadKey: () => Promise<SigningKey>;
  readonly #running = new Map<string, Promise<Coordinator | null>>();

  constructor(files: FederationFiles, loadKey: () => Promise<SigningKey>) {
    [this.#files, this.#loadKey] = [files, loadKey];
  }

  /**
   * Answers a request of a participant; its contents are untrusted.
   * @throws Error if a federation's file cannot be read
   */
  async handle(envelope: Envelope): Promise<Envelope> {
    const id = parsePayload(requestSchema, envelope.payload)?.federation ?? '';
    const coordinator = await this.#find(id);
    if (coordinator) return coordinator.handle(envelope);
    const reason = id === '' ? 'request-unreadable' : 'plan-unknown';
    return signAnswer(await this.#loadKey(), id === '' ? '0'.repeat(64) : id, envelope, { kind: 'refused', reason });
  }

  /** The state of a turn is lost in a restart, so a federation starts the next turn when it is loaded. */
  #find(id: string): Promise<Coordinator | null> {
    const runningCoordinator = this.#running.get(id);
    if (runningCoordinator) return runningCoordinator;
    const loading = this.#load(id);
    this.#running.set(id, loading);
    const forget = () => this.#running.delete(id); // so that the next request tries again
    void loading.then((coordinator) => coordinator ?? forget(), forget);
    return loading;
  }

  async #load(id: string): Promise<Coordinator | null> {
    const federation = await this.#files.load(id);
    if (!federation) return null;
    const nextTurn = { ...federation, turn: federation.turn + 1 };
    return new Coordinator(nextTurn, await this.#loadKey(), (changed) => this.#files.store(changed));
  }
}
