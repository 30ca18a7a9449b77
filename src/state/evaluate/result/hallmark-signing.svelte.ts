import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { asAppError, type AppError } from '#core/errors/error.ts';
import {
  countersign,
  createCountersignatureStatement,
  buildStatement,
  signHallmark,
  type EvaluatedRun,
} from '#hallmark/sign/sign-hallmark.ts';
import { generateKeyPair } from '#hallmark/sign/signature.ts';
import { hallmarkType, type Statement } from '#hallmark/statement/statement.ts';
import { ensureBrowserKeys } from '#records/hallmark-records.ts';
import { wrapStorageError } from '../../results/wrap-storage-error.ts';
import { toHallmarkViewModel, recordHallmark, type HallmarkViewModel } from '../../verify/hallmark-view-model.ts';

/** `device`: this browser's key, by which its hallmarks can be linked to each other. `fresh`: a key used only once. */
export type KeyChoice = 'device' | 'fresh';

/** Signs a finished gate run; if the run reproduces a hallmark, countersigns that hallmark. */
export class HallmarkSigning {
  keyChoice = $state<KeyChoice>('device');
  isSigning = $state(false);
  /** Why it cannot be signed, or why signing failed. */
  error = $state.raw<AppError | null>(null);
  /** The signed hallmark. */
  signedHallmark = $state.raw<HallmarkViewModel | null>(null);
  /** Whether the signed hallmark could not be stored in this browser. */
  isUnsaved = $state(false);
  /** The statement that will be signed; `null` if there is an error. */
  readonly statement: Statement | null;
  readonly #original: HallmarkViewModel | null;

  /** @param original the hallmark that the run reproduces */
  constructor(run: EvaluatedRun, original: HallmarkViewModel | null = null) {
    this.#original = original;
    let statement: Statement | null = null;
    try {
      statement = original ? createCountersignatureStatement(original.verified, run) : buildStatement(run);
    } catch (thrown) {
      this.error = asAppError(thrown);
    }
    this.statement = statement;
  }

  /** The signed text, indented to be readable. */
  get preview(): string {
    return this.statement ? JSON.stringify(JSON.parse(toCanonicalJson(this.statement)), null, 2) : '';
  }

  async sign(): Promise<void> {
    if (!this.statement || this.isSigning) return;
    this.isSigning = true;
    this.error = null;
    try {
      const keys = await (this.keyChoice === 'fresh'
        ? generateKeyPair()
        : wrapStorageError(ensureBrowserKeys(generateKeyPair)));
      const signed = await toHallmarkViewModel(await this.#signWith(this.statement, keys));
      this.isUnsaved = await recordHallmark(signed, false).then(
        () => false,
        () => true,
      );
      this.signedHallmark = signed;
    } catch (thrown) {
      this.error = asAppError(thrown);
    } finally {
      this.isSigning = false;
    }
  }

  #signWith(statement: Statement, keys: CryptoKeyPair) {
    if (statement.predicateType === hallmarkType) return signHallmark(statement, keys);
    // This kind of statement exists only with an original.
    return countersign(this.#original!.hallmark, statement, keys);
  }
}
