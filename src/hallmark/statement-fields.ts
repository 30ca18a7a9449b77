import * as codecs from '#share/report-codecs.ts';
import {
  constant,
  count,
  dictionary,
  digest,
  finiteNumber,
  flag,
  list,
  nullable,
  numbered,
  oneOf,
  optional,
  record,
  union,
  type Codec,
  type NumberedField,
  type ValueAt,
} from '#share/codec.ts';
import { settingsCodec } from '#share/settings-codec.ts';
import type { GateInterval, NotMeasuredReason } from '#core/gate.ts';
import {
  countersignatureType,
  hallmarkType,
  statementType,
  type CountersignatureStatement,
  type GateOutcome,
  type HallmarkStatement,
  type MeasuredGate,
  type Resource,
  type SignedData,
  type SignedRun,
  type Statement,
} from './statement.ts';

/*
 * Every field of the two statements, each with its number in links. The signed JSON contains exactly these fields, so
 * that a link, which contains only their values, determines every signed byte. Numbers are never reused and encodings
 * never change: signed bytes must remain the same.
 */

const { nameCodec, minuteCodec } = codecs;
const number = finiteNumber(-Number.MAX_VALUE);
const maxCount = Number.MAX_SAFE_INTEGER;
/** More than any gate file, or any model, has. */
const maxGates = 64;
const maxFiles = 64;
const maxFacts = 8;

const resource = record<Resource>({ name: nameCodec, digest: record({ sha256: digest }) });

const reason = record<NotMeasuredReason>({
  code: nameCodec,
  facts: optional(
    dictionary<string | number>(
      union<string, number>(nameCodec, number, (value) => typeof value === 'string'),
      nameCodec,
      maxFacts,
    ),
  ),
});

const gateHead = {
  gate: nameCodec,
  metric: optional(nameCodec),
  level: oneOf<GateOutcome['level']>({ warn: 0, error: 1 }),
  unit: oneOf<GateOutcome['unit']>({
    share: 0,
    ratio: 1,
    ms: 2,
    bytes: 3,
    'per-second': 4,
    'tokens-per-second': 5,
    count: 6,
    watts: 7,
  }),
  comparator: oneOf<GateOutcome['comparator']>({ '>=': 0, '<=': 1 }),
  limit: number,
  isRelative: flag,
};

const interval: Codec<MeasuredGate['interval']> = union<'exact', GateInterval>(
  constant('exact'),
  record<GateInterval>({ low: number, high: number, confidence: finiteNumber(0) }),
  (value) => value === 'exact',
);

const gate: Codec<GateOutcome> = union<MeasuredGate, Exclude<GateOutcome, MeasuredGate>>(
  record<MeasuredGate>({
    ...gateHead,
    state: oneOf<MeasuredGate['state']>({ pass: 0, fail: 1, inconclusive: 2 }),
    measured: number,
    interval,
    n: count(maxCount),
  }),
  record<Exclude<GateOutcome, MeasuredGate>>({ ...gateHead, state: constant('not-measured'), reason }),
  (value) => value.state !== 'not-measured',
);

type Grade = NonNullable<SignedRun['grade']>;

const grade: Codec<Grade> = {
  write: (out, value) => out.varint(value),
  read: (input) => input.varint(1_000) as Grade, // `statement-checks.ts` rejects other numbers
};

function fieldsOf<T>() {
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

const run = fieldsOf<Statement>();
const runFields: readonly NumberedField[] = [
  run(20, 'predicate.run.app.version', nameCodec),
  run(21, 'predicate.run.app.commit', nameCodec),
  run(22, 'predicate.run.method', nameCodec),
  run(23, 'predicate.run.startedAt', minuteCodec),
  run(24, 'predicate.run.target.host', codecs.hostCodec),
  run(25, 'predicate.run.target.engine', codecs.engineCodec),
  run(26, 'predicate.run.target.version', nameCodec),
  run(27, 'predicate.run.target.build', nameCodec),
  run(28, 'predicate.run.target.device', codecs.deviceCodec),
  run(29, 'predicate.run.target.threads', codecs.threadsCodec),
  run(30, 'predicate.run.settings', settingsCodec),
  run(31, 'predicate.run.environment.kind', codecs.environmentKindCodec),
  run(32, 'predicate.run.environment.browser', nameCodec, false),
  run(33, 'predicate.run.environment.program', nameCodec, false),
  run(34, 'predicate.run.environment.cpu', nameCodec, false),
  run(35, 'predicate.run.environment.os', nameCodec),
  run(36, 'predicate.run.environment.cores', codecs.coresCodec),
  run(37, 'predicate.run.environment.memoryGiB', finiteNumber(0), false),
  run(38, 'predicate.run.environment.gpu', codecs.gpuCodec, false),
  run(39, 'predicate.run.environment.crossOriginIsolated', flag, false),
  run(40, 'predicate.run.environment.simd', flag, false),
  run(41, 'predicate.run.environment.relaxedSimd', flag, false),
  run(42, 'predicate.run.environment.clockStepUs', finiteNumber(0)),
  run(43, 'predicate.run.gates', list(gate, maxGates)),
  run(44, 'predicate.run.verdict', oneOf<SignedRun['verdict']>({ pass: 0, fail: 1, undecided: 2 })),
  run(45, 'predicate.run.grade', nullable(grade)),
];

const data = record<SignedData>({
  name: nameCodec,
  digest: record({ sha256: digest }),
  layout: nameCodec,
  items: count(maxCount),
  failed: count(maxCount),
  left: count(maxCount),
  sample: optional(record<NonNullable<SignedData['sample']>>({ of: count(maxCount), seed: codecs.seedCodec })),
  isTeacher: flag,
});

const own = fieldsOf<HallmarkStatement>();
const other = fieldsOf<CountersignatureStatement>();

/** The fields of each statement, by its predicate type; `_type` and `predicateType` themselves are fixed. */
export const statementFields: Readonly<Record<Statement['predicateType'], readonly NumberedField[]>> = {
  [hallmarkType]: [
    own(1, 'subject', list(resource, maxFiles)),
    own(2, 'predicate.data', data, false),
    own(3, 'predicate.gateFile.digest.sha256', digest),
    own(4, 'predicate.gateFile.readAt', minuteCodec),
    own(5, 'predicate.baseline', resource, false),
    own(6, 'predicate.parent', resource, false),
    own(7, 'predicate.recipe', resource, false),
    own(8, 'predicate.task', nameCodec, false),
    ...runFields,
  ],
  [countersignatureType]: [
    other(1, 'subject', list(resource, 1) as Codec<CountersignatureStatement['subject']>),
    other(2, 'predicate.signer.sha256', digest),
    other(3, 'predicate.files', list(resource, maxFiles)),
    other(4, 'predicate.data', data, false),
    other(5, 'predicate.gateFile.digest.sha256', digest),
    other(6, 'predicate.gateFile.readAt', minuteCodec),
    other(7, 'predicate.baseline', resource, false),
    ...runFields,
  ],
};

/** Encodes a statement in a link. */
export function statementCodec<T extends Statement>(predicateType: T['predicateType']): Codec<T> {
  const fields = numbered<Omit<T, '_type' | 'predicateType'>>(statementFields[predicateType]);
  return {
    write: (out, value) => fields.write(out, value),
    read: (input) => ({ _type: statementType, predicateType, ...fields.read(input) }) as unknown as T,
  };
}
