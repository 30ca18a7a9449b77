import type { GateRun } from '#core/gate/gate-outcome.ts';
import type { Report } from '#core/report/report.ts';
import type { HostileResult } from '#core/report/hostile-result.ts';
import type { ChecklistSignature } from '#validation/checklist/checklist.ts';
import type { ComplianceStatement } from '#validation/compliance/facts.ts';
import { compareRuns } from '../compare/compare-runs.ts';
import type { Hallmark } from '../hallmark.ts';
import { toExactStatement, encodePayload } from '../statement/statement-payload.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import { checkRepeats } from '../checks/repetition-check.ts';
import { sign } from './signature.ts';
import {
  countersignatureType,
  hallmarkType,
  statementType,
  type CountersignatureStatement,
  type HallmarkPredicate,
  type HallmarkStatement,
  type ResourceDescriptor,
  type SignedData,
  type SignedRun,
} from '../statement/statement.ts';
import { checkHallmark } from '../checks/statement-checks.ts';
import type { VerifiedHallmark } from '../verify.ts';

/** A finished run of gates, with its model, data and baseline. */
export interface EvaluatedRun {
  /** Every file of the model. */
  readonly files: readonly ResourceDescriptor[];
  readonly task?: string;
  readonly data?: SignedData;
  readonly baseline?: ResourceDescriptor;
  /** Every file of the baseline, if it has several. */
  readonly baselineFiles?: readonly ResourceDescriptor[];
  readonly parent?: ResourceDescriptor;
  readonly recipe?: ResourceDescriptor;
  /** Items of the production checklist that a person signed. */
  readonly checklist?: readonly ChecklistSignature[];
  readonly hostileInputs?: readonly HostileResult[];
  /** Statements of a person on the use of the model. */
  readonly statements?: readonly ComplianceStatement[];
  readonly gates: GateRun;
  readonly report: Pick<Report, 'app' | 'method' | 'startedAt' | 'target' | 'settings' | 'environment'>;
}

/**
 * Builds the exact statement to sign.
 * @throws AppError hallmark-invalid if the run cannot have a hallmark, e.g. because a digest was not computed
 */
export function buildStatement(evaluated: EvaluatedRun): HallmarkStatement {
  const { files, task, data, baseline, baselineFiles = [], parent, recipe, gates } = evaluated;
  const { checklist = [], hostileInputs = [], statements = [] } = evaluated;
  const named = [...files, data, baseline, ...baselineFiles, parent, recipe].filter(
    (resource) => resource !== undefined,
  );
  const missing = named.find(({ digest }) => !/^[0-9a-f]{64}$/.test(digest.sha256));
  if (missing) throw createHallmarkError({ reason: 'digest-missing', file: missing.name });
  const predicate: HallmarkPredicate = {
    gateFile: { digest: { sha256: gates.gateFile.sha256 }, readAt: gates.gateFile.readAt },
    run: toSignedRun(evaluated),
    ...(task !== undefined && { task }),
    ...(data && { data }),
    ...(baseline && { baseline }),
    ...(parent && { parent }),
    ...(recipe && { recipe }),
    ...(baselineFiles.length > 0 && { baselineFiles }),
    ...(checklist.length > 0 && { checklist }),
    ...(hostileInputs.length > 0 && { hostileInputs }),
    ...(statements.length > 0 && { statements }),
  };
  const statement = toExactStatement<HallmarkStatement>({
    _type: statementType,
    subject: files,
    predicateType: hallmarkType,
    predicate,
  });
  checkHallmark(statement);
  return statement;
}

/**
 * Creates the statement by which this device confirms a hallmark, after it ran the same model on the same data with the
 * same gate file.
 * @throws AppError hallmark-invalid if the run is not comparable, or does not agree
 */
export function createCountersignatureStatement(
  hallmark: Pick<VerifiedHallmark, 'statement' | 'sha256' | 'keyId'>,
  evaluated: EvaluatedRun,
): CountersignatureStatement {
  const { statement, sha256, keyId } = hallmark;
  const ownStatement = buildStatement(evaluated);
  const { data, baseline, baselineFiles, gateFile, run } = ownStatement.predicate;
  checkRepeats(statement, { ...ownStatement.predicate, files: ownStatement.subject }, 'countersignature');
  const { gates, isReproduced } = compareRuns(statement.predicate.run, run);
  if (!isReproduced) {
    const differing = gates.filter(({ agreement }) => agreement !== 'agrees').map(({ gate }) => gate.gate);
    throw createHallmarkError({ reason: 'not-reproduced', gates: differing.join(', ') });
  }
  return toExactStatement<CountersignatureStatement>({
    _type: statementType,
    subject: [{ name: 'hallmark', digest: { sha256 } }],
    predicateType: countersignatureType,
    predicate: {
      signer: { sha256: keyId },
      files: ownStatement.subject,
      gateFile,
      run,
      ...(data && { data }),
      ...(baseline && { baseline }),
      ...(baselineFiles && { baselineFiles }),
    },
  });
}

/**
 * Signs a hallmark.
 * @throws any error of WebCrypto
 */
export async function signHallmark(statement: HallmarkStatement, keys: CryptoKeyPair): Promise<Hallmark> {
  return { original: await sign(encodePayload(statement), keys), countersignatures: [] };
}

/**
 * Adds a countersignature to a hallmark.
 * @throws any error of WebCrypto
 */
export async function countersign(
  hallmark: Hallmark,
  statement: CountersignatureStatement,
  keys: CryptoKeyPair,
): Promise<Hallmark> {
  const signedPayload = await sign(encodePayload(statement), keys);
  return { ...hallmark, countersignatures: [...hallmark.countersignatures, signedPayload] };
}

function toSignedRun({ gates, report }: EvaluatedRun): SignedRun {
  const { app, method, startedAt, settings, environment, target } = report;
  const { failedDevices: _failedDevices, ...opened } = target.opened;
  const outcomes = gates.results.map((result) => {
    if (!('measured' in result)) return result;
    const { margin: _margin, ...outcome } = result;
    return outcome;
  });
  const { verdict, grade } = gates;
  return { app, method, startedAt, target: opened, settings, environment, gates: outcomes, verdict, grade };
}
