import * as codecs from '#share/report-link/report-codecs.ts';
import {
  createConstantCodec,
  createCountCodec,
  createDictionaryCodec,
  digestCodec,
  createFiniteNumberCodec,
  flagCodec,
  createListCodec,
  createNullableCodec,
  createFieldsCodec,
  createEnumCodec,
  createOptionalCodec,
  createRecordCodec,
  createTextCodec,
  createUnionCodec,
  type Codec,
  type NumberedField,
  type ValueAt,
} from '#share/encoding/codec.ts';
import { gateComparatorCodec, gateUnitCodec, hostileInputsCodec } from '#share/report-link/task-codecs.ts';
import { settingsCodec } from '#share/report-link/settings-codec.ts';
import type {
  GateInterval,
  GateOutcome,
  MeasuredGate,
  NotMeasuredReason,
  UnmeasuredGate,
} from '#core/gate/gate-outcome.ts';
import { maxSignatureBytes, type ChecklistSignature } from '#validation/checklist/checklist.ts';
import { checklistIds, type ChecklistItemId } from '#validation/checklist/checklist-items.ts';
import {
  maxStatementBytes,
  statementIds,
  type ComplianceStatement,
  type StatementId,
} from '#validation/compliance/facts.ts';
import {
  countersignatureType,
  hallmarkType,
  statementType,
  type CountersignatureStatement,
  type HallmarkStatement,
  type ResourceDescriptor,
  type SignedData,
  type SignedRun,
  type Statement,
} from './statement.ts';

/*
 * The fields of both statements, with their numbers in links. The signed JSON contains exactly these fields, so a link,
 * which contains only their values, determines every signed byte. Numbers are never reused and encodings never change,
 * because signed bytes must remain the same.
 */

const { nameCodec, minuteCodec } = codecs;
const number = createFiniteNumberCodec(-Number.MAX_VALUE);
const maxCount = Number.MAX_SAFE_INTEGER;
/** Maximum list lengths, which no real gate file or model reaches. */
const maxGates = 64;
const maxFiles = 64;
const maxFacts = 8;

const resourceDescriptor = createRecordCodec<ResourceDescriptor>({
  name: nameCodec,
  digest: createRecordCodec({ sha256: digestCodec }),
  annotations: createOptionalCodec(createRecordCodec({ sizeBytes: createCountCodec(maxCount) })),
});

const reason = createRecordCodec<NotMeasuredReason>({
  code: nameCodec,
  facts: createOptionalCodec(
    createDictionaryCodec<string | number>(
      createUnionCodec<string, number>(nameCodec, number, (value) => typeof value === 'string'),
      nameCodec,
      maxFacts,
    ),
  ),
});

const gateHead = {
  gate: nameCodec,
  metric: createOptionalCodec(nameCodec),
  severity: createEnumCodec<GateOutcome['severity']>({ warn: 0, error: 1 }),
  unit: gateUnitCodec,
  comparator: gateComparatorCodec,
  limit: number,
  isRelative: flagCodec,
};

const interval: Codec<MeasuredGate['interval']> = createUnionCodec<'exact', GateInterval>(
  createConstantCodec('exact'),
  createRecordCodec<GateInterval>({ low: number, high: number, confidence: createFiniteNumberCodec(0) }),
  (value) => value === 'exact',
);

const gate: Codec<GateOutcome> = createUnionCodec<MeasuredGate, UnmeasuredGate>(
  createRecordCodec<MeasuredGate>({
    ...gateHead,
    state: createEnumCodec<MeasuredGate['state']>({ pass: 0, fail: 1, inconclusive: 2 }),
    measured: number,
    interval,
    n: createCountCodec(maxCount),
  }),
  createRecordCodec<UnmeasuredGate>({
    ...gateHead,
    state: createEnumCodec<UnmeasuredGate['state']>({ 'not-measured': 0, 'not-applicable': 1 }),
    reason,
  }),
  (value) => 'measured' in value,
);

export const gatesCodec = createListCodec(gate, maxGates);

type Grade = NonNullable<SignedRun['grade']>;

const grade: Codec<Grade> = {
  write: (out, value) => out.writeVarint(value),
  read: (input) => input.readVarint(1_000) as Grade, // `statement-checks.ts` rejects other numbers
};

function createFieldBuilder<T>() {
  return <P extends string>(
    number: number,
    path: P,
    codec: Codec<ValueAt<T, P>>,
    isRequired = true,
  ): NumberedField => ({
    number,
    path,
    codec: codec as Codec<unknown>,
    isRequired,
  });
}

const runField = createFieldBuilder<Statement>();
const runFields: readonly NumberedField[] = [
  runField(20, 'predicate.run.app.version', nameCodec),
  runField(21, 'predicate.run.app.commit', nameCodec),
  runField(22, 'predicate.run.method', nameCodec),
  runField(23, 'predicate.run.startedAt', minuteCodec),
  runField(24, 'predicate.run.target.host', codecs.hostCodec),
  runField(25, 'predicate.run.target.engine', codecs.engineCodec),
  runField(26, 'predicate.run.target.version', nameCodec),
  runField(27, 'predicate.run.target.build', nameCodec),
  runField(28, 'predicate.run.target.device', codecs.deviceCodec),
  runField(29, 'predicate.run.target.threads', codecs.threadsCodec),
  runField(30, 'predicate.run.settings', settingsCodec),
  runField(31, 'predicate.run.environment.kind', codecs.environmentKindCodec),
  runField(32, 'predicate.run.environment.browser', nameCodec, false),
  runField(33, 'predicate.run.environment.program', nameCodec, false),
  runField(34, 'predicate.run.environment.cpu', nameCodec, false),
  runField(35, 'predicate.run.environment.os', nameCodec),
  runField(36, 'predicate.run.environment.cores', codecs.coresCodec),
  runField(37, 'predicate.run.environment.memoryGiB', createFiniteNumberCodec(0), false),
  runField(38, 'predicate.run.environment.gpu', codecs.gpuCodec, false),
  runField(39, 'predicate.run.environment.crossOriginIsolated', flagCodec, false),
  runField(40, 'predicate.run.environment.simd', flagCodec, false),
  runField(41, 'predicate.run.environment.relaxedSimd', flagCodec, false),
  runField(42, 'predicate.run.environment.clockStepUs', createFiniteNumberCodec(0)),
  runField(43, 'predicate.run.gates', gatesCodec),
  runField(44, 'predicate.run.verdict', createEnumCodec<SignedRun['verdict']>({ pass: 0, fail: 1, undecided: 2 })),
  runField(45, 'predicate.run.grade', createNullableCodec(grade)),
];

const data = createRecordCodec<SignedData>({
  name: nameCodec,
  digest: createRecordCodec({ sha256: digestCodec }),
  layout: nameCodec,
  items: createCountCodec(maxCount),
  failed: createCountCodec(maxCount),
  notRun: createCountCodec(maxCount),
  sample: createOptionalCodec(
    createRecordCodec<NonNullable<SignedData['sample']>>({ of: createCountCodec(maxCount), seed: codecs.seedCodec }),
  ),
  baselineIsGroundTruth: flagCodec,
});

/** Items by their numbers, which are never reused. */
const checklistItemCodec = createEnumCodec<ChecklistItemId>({
  quality: 0,
  performance: 1,
  security: 2,
  load: 3,
  failures: 4,
  'monitoring-ready': 5,
  'rollback-tested': 6,
  'parallel-release': 7,
  'gradual-traffic': 8,
  dashboards: 9,
  'performance-baseline': 10,
  'error-limits': 11,
  'rollback-triggers': 12,
  drift: 13,
  slowdown: 14,
  resources: 15,
  'user-experience': 16,
  lineage: 17,
  reviews: 18,
});

const checklistSignature = createRecordCodec<ChecklistSignature>({
  item: checklistItemCodec,
  name: createTextCodec(maxSignatureBytes.name),
  note: createTextCodec(maxSignatureBytes.note),
  signedAt: minuteCodec,
});

const complianceStatement = createRecordCodec<ComplianceStatement>({
  statement: createEnumCodec<StatementId>({
    'model-use': 0,
    'data-rights': 1,
    'personal-data': 2,
    'affected-people': 3,
    contact: 4,
  }),
  text: createTextCodec(maxStatementBytes),
});

const hallmarkField = createFieldBuilder<HallmarkStatement>();
const countersignatureField = createFieldBuilder<CountersignatureStatement>();

/** The fields of each statement, by its predicate type; `_type` and `predicateType` are constant. */
export const statementFields: Readonly<Record<Statement['predicateType'], readonly NumberedField[]>> = {
  [hallmarkType]: [
    hallmarkField(1, 'subject', createListCodec(resourceDescriptor, maxFiles)),
    hallmarkField(2, 'predicate.data', data, false),
    hallmarkField(3, 'predicate.gateFile.digest.sha256', digestCodec),
    hallmarkField(4, 'predicate.gateFile.readAt', minuteCodec),
    hallmarkField(5, 'predicate.baseline', resourceDescriptor, false),
    hallmarkField(6, 'predicate.parent', resourceDescriptor, false),
    hallmarkField(7, 'predicate.recipe', resourceDescriptor, false),
    hallmarkField(8, 'predicate.task', nameCodec, false),
    hallmarkField(9, 'predicate.checklist', createListCodec(checklistSignature, checklistIds.length), false),
    hallmarkField(10, 'predicate.hostileInputs', hostileInputsCodec, false),
    hallmarkField(11, 'predicate.statements', createListCodec(complianceStatement, statementIds.length), false),
    hallmarkField(12, 'predicate.baselineFiles', createListCodec(resourceDescriptor, maxFiles), false),
    ...runFields,
  ],
  [countersignatureType]: [
    countersignatureField(
      1,
      'subject',
      createListCodec(resourceDescriptor, 1) as Codec<CountersignatureStatement['subject']>,
    ),
    countersignatureField(2, 'predicate.signer.sha256', digestCodec),
    countersignatureField(3, 'predicate.files', createListCodec(resourceDescriptor, maxFiles)),
    countersignatureField(4, 'predicate.data', data, false),
    countersignatureField(5, 'predicate.gateFile.digest.sha256', digestCodec),
    countersignatureField(6, 'predicate.gateFile.readAt', minuteCodec),
    countersignatureField(7, 'predicate.baseline', resourceDescriptor, false),
    countersignatureField(8, 'predicate.baselineFiles', createListCodec(resourceDescriptor, maxFiles), false),
    ...runFields,
  ],
};

/** Creates the codec of a statement for links. */
export function createStatementCodec<T extends Statement>(predicateType: T['predicateType']): Codec<T> {
  const fields = createFieldsCodec<Omit<T, '_type' | 'predicateType'>>(statementFields[predicateType]);
  return {
    write: (out, value) => fields.write(out, value),
    read: (input) => ({ _type: statementType, predicateType, ...fields.read(input) }) as unknown as T,
  };
}
