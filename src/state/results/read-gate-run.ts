import type { JsonReader } from '#core/encoding/json-reader.ts';
import type { Report } from '#core/report/report.ts';
import { readGateOutcomes } from '#hallmark/statement/read-gate-outcomes.ts';
import type { NetworkRecord } from '#gates/gate-evidence.ts';
import type { StoredGateRun } from '#records/result-records.ts';
import type { ChecklistSignature } from '#validation/checklist/checklist.ts';
import { checklistIds } from '#validation/checklist/checklist-items.ts';
import { statementIds } from '#validation/compliance/facts.ts';

/**
 * Reads a gate run from a result file. Each outcome must be valid for its gate; verdict, grade and margins are computed
 * from the outcomes.
 * @throws the error of the reader, or AppError hallmark-invalid
 */
export function readGateRun(reader: JsonReader, report: Report): StoredGateRun {
  const run = reader.readObject('gateRun');
  const gateFile = run.readObject('gateFile');
  const sha256 = gateFile.readText('sha256');
  if (!/^[0-9a-f]{64}$/.test(sha256)) throw gateFile.createFieldError('sha256');
  const outcomes = readGateOutcomes(run.fields['results'], report);
  if (!outcomes) throw run.createFieldError('results');
  return {
    gateRun: { gateFile: { sha256, readAt: readTime(gateFile, 'readAt') }, ...outcomes },
    signatures: reader.readList('signatures').map(readSignature),
    statements: readStatements(reader.readObject('statements')),
    ...(reader.fields['network'] !== undefined && { network: readNetwork(reader.readObject('network')) }),
  };
}

function readSignature(reader: JsonReader): ChecklistSignature {
  const item = reader.readChoice('item', checklistIds);
  return { item, name: reader.readText('name'), note: reader.readText('note'), signedAt: readTime(reader, 'signedAt') };
}

function readStatements(reader: JsonReader): StoredGateRun['statements'] {
  return Object.fromEntries(
    statementIds.flatMap((id) => {
      const text = reader.readOptional(id, (name) => reader.readText(name));
      return text === undefined ? [] : [[id, text]];
    }),
  );
}

function readNetwork(reader: JsonReader): NetworkRecord {
  const { hosts } = reader.fields;
  if (!Array.isArray(hosts) || !hosts.every((host) => typeof host === 'string')) throw reader.createFieldError('hosts');
  return { hosts, requests: reader.readNumber('requests') };
}

/** Reads an RFC 3339 time in UTC. */
function readTime(reader: JsonReader, name: string): string {
  const time = reader.readText(name);
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(time) || Number.isNaN(Date.parse(time))) throw reader.createFieldError(name);
  return time;
}
