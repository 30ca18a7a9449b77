import { formatExportName } from '#core/model/file-name.ts';
import { toHallmarkFile } from '#hallmark/file/hallmark-file.ts';
import type { Hallmark } from '#hallmark/hallmark.ts';
import { toHallmarkLink } from '#hallmark/file/hallmark-link.ts';
import { verifyHallmark, type VerifiedHallmark } from '#hallmark/verify.ts';
import { storeHallmark, type StoredHallmark } from '#records/hallmark-records.ts';
import { wrapStorageError } from '../results/wrap-storage-error.ts';

/** A verified hallmark with the values that are shown and the file that is exported. */
export interface HallmarkViewModel {
  readonly hallmark: Hallmark;
  readonly verified: VerifiedHallmark;
  /** `#/h/…` */
  readonly hash: string;
  /** The contents of its `.hallmark.json` file. */
  readonly file: string;
  /** The name of its files, without an extension. */
  readonly fileName: string;
  /** The name of the first file of the model. */
  readonly model: string;
}

/**
 * Verifies a hallmark, and computes its link and file.
 * @throws AppError hallmark-invalid
 */
export async function toHallmarkViewModel(hallmark: Hallmark): Promise<HallmarkViewModel> {
  const verified = await verifyHallmark(hallmark);
  const [hash, file] = await Promise.all([toHallmarkLink(hallmark), toHallmarkFile(hallmark)]);
  const { subject, predicate } = verified.statement;
  const model = subject[0]?.name ?? '';
  return { hallmark, verified, hash, file, model, fileName: formatExportName([model], predicate.run.startedAt) };
}

/** Converts a hallmark to the form in which this browser stores it. */
export function toStoredHallmark({ verified, hash, model }: HallmarkViewModel, isReceived: boolean): StoredHallmark {
  const { startedAt, verdict, grade, target } = verified.statement.predicate.run;
  const { engine, device } = target;
  const { sha256: id, level, keyId } = verified;
  const countersignatures = verified.countersignatures.length;
  const summary = { hash, model, engine, device, verdict, grade, level, keyId, countersignatures };
  return { id, at: Date.parse(startedAt), isReceived, ...summary };
}

/**
 * Stores a hallmark in this browser.
 * @throws AppError storage-failed
 */
export async function recordHallmark(viewModel: HallmarkViewModel, isReceived: boolean): Promise<void> {
  await wrapStorageError(storeHallmark(toStoredHallmark(viewModel, isReceived)));
}
