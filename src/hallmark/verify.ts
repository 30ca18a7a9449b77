import { isSameMethod } from '#bench/report/compare-reports.ts';
import { methodVersion } from '#bench/method.ts';
import { computeSha256Hex } from '#core/encoding/sha256.ts';
import { compareRuns, type RunAgreement } from './compare/compare-runs.ts';
import { checkBaselineFiles } from './checks/baseline-files.ts';
import { isClockWrong } from './checks/clock-check.ts';
import { formatCountersignatureName, type Hallmark } from './hallmark.ts';
import { checkPreset } from './compare/match-gates.ts';
import { readPayload } from './statement/statement-payload.ts';
import { computeKeyId } from './sign/public-key.ts';
import { createHallmarkError } from './statement/hallmark-error.ts';
import { checkRepeats } from './checks/repetition-check.ts';
import { verify, type SignedPayload } from './sign/signature.ts';
import {
  countersignatureType,
  hallmarkType,
  type CountersignatureStatement,
  type HallmarkStatement,
  type SignedRun,
  type Statement,
} from './statement/statement.ts';
import { checkHallmark, checkRun } from './checks/statement-checks.ts';

export interface VerifiedCountersignature {
  readonly keyId: string;
  readonly run: SignedRun;
  readonly agreement: RunAgreement;
}

/** A hallmark with valid signatures and without contradictions in its statements. */
export interface VerifiedHallmark {
  readonly statement: HallmarkStatement;
  /** SHA-256 of the signed payload; countersignatures name it. */
  readonly sha256: string;
  /** SHA-256 of the signer's public key. */
  readonly keyId: string;
  readonly countersignatures: readonly VerifiedCountersignature[];
  /** `reproduced` if the run of at least one countersignature agrees (`compare-runs.ts`). */
  readonly level: 'self-attested' | 'reproduced';
  /** Whether the time of a run is impossible by the clock of the verifying device. */
  readonly hasWrongClock: boolean;
}

/**
 * Verifies every signature and statement, and rejects the whole hallmark if one is wrong.
 * @param nowMs epoch milliseconds, compared with the times of the runs
 * @throws AppError hallmark-invalid
 */
export async function verifyHallmark(
  { original, countersignatures }: Hallmark,
  nowMs = Date.now(),
): Promise<VerifiedHallmark> {
  const statement = await verifyPayload<HallmarkStatement>(original, hallmarkType, 'hallmark');
  checkHallmark(statement);
  await checkBaselineFiles(statement.predicate, 'hallmark');
  await checkPreset(statement.predicate);
  const { method } = statement.predicate.run;
  if (!isSameMethod(method, methodVersion))
    throw createHallmarkError({ reason: 'other-method', method, supportedMethod: methodVersion });
  const [sha256, keyId] = await Promise.all([computeSha256Hex(original.payload), computeKeyId(original.publicKey)]);
  const keys = [keyId];
  const others: VerifiedCountersignature[] = [];
  for (const [index, signed] of countersignatures.entries()) {
    const signature = formatCountersignatureName(index);
    const other = await verifyPayload<CountersignatureStatement>(signed, countersignatureType, signature);
    const { signer, ...repetition } = other.predicate;
    const { run } = repetition;
    if (other.subject[0].digest.sha256 !== sha256 || signer.sha256 !== keyId) {
      throw createHallmarkError({ reason: 'signs-other-hallmark', signature });
    }
    const otherKey = await computeKeyId(signed.publicKey);
    if (keys.includes(otherKey)) throw createHallmarkError({ reason: 'same-key', signature });
    keys.push(otherKey);
    checkRun(repetition, signature);
    await checkBaselineFiles(repetition, signature);
    checkRepeats(statement, repetition, signature);
    if (!isSameMethod(run.method, method)) {
      throw createHallmarkError({ reason: 'other-method', method: run.method, supportedMethod: methodVersion });
    }
    others.push({ keyId: otherKey, run, agreement: compareRuns(statement.predicate.run, run) });
  }
  const isReproduced = others.some(({ agreement }) => agreement.isReproduced);
  const level = isReproduced ? 'reproduced' : 'self-attested';
  const hasWrongClock = isClockWrong([statement.predicate.run, ...others.map(({ run }) => run)], nowMs);
  return { statement, sha256, keyId, countersignatures: others, level, hasWrongClock };
}

async function verifyPayload<T extends Statement>(
  signed: SignedPayload,
  type: T['predicateType'],
  signature: string,
): Promise<T> {
  const isValid = await verify(signed);
  if (isValid === null) throw createHallmarkError({ reason: 'public-key', signature });
  if (!isValid) throw createHallmarkError({ reason: 'signature', signature });
  return readPayload<T>(signed.payload, type, signature);
}
