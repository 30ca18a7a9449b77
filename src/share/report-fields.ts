import type { Report, ReportKind } from '#core/report.ts';
import * as codecs from './report-codecs.ts';
import { figure, flag, nullable, sha256, type Codec, type NumberedField } from './codec.ts';
import { textAgreement, textCells, firstToken, sampling } from './text-codecs.ts';
import { settings } from './settings-codec.ts';

/**
 * Every field of a report, each in one entry: its number in links, how it is packed, and where it is shown. From this
 * table follow the links of version 2, the facts of the page and of Markdown, and the columns of CSV. A new field is one
 * entry here, its type in `core/report.ts` and, where it is shown, its label in `words`.
 */
export interface ReportField extends NumberedField {
  /** Absent: every kind of report. */
  readonly kind?: ReportKind;
  /**
   * The format in which it is listed among the facts, under the label `text.report.facts[path]`; absent: not listed.
   */
  readonly shown?: FactFormat;
  /** Its column in CSV. */
  readonly column?: string;
}

/** The formats of facts; each language has a function for each. */
export type FactFormat =
  | 'text'
  | 'whole'
  | 'microseconds'
  | 'milliseconds'
  | 'bytes'
  | 'gibibytes'
  | 'date'
  | 'yes-no'
  | 'hash'
  | 'engine'
  | 'device'
  | 'host'
  | 'effort'
  | 'outcome'
  | 'flags'
  | 'start'
  | 'code-from'
  | 'download'
  | 'refused'
  | 'settings'
  | 'gpu'
  | 'sizes'
  | 'placement'
  | 'event-loop'
  | 'inside-outside';

type Options = Partial<Pick<ReportField, 'kind' | 'shown' | 'column'>> & { readonly isOptional?: boolean };

/** The type of a report's field by its path. */
type ValueAt<T, P extends string> = T extends unknown
  ? P extends `${infer Head}.${infer Rest}`
    ? Head extends keyof T
      ? ValueAt<NonNullable<T[Head]>, Rest>
      : never
    : P extends keyof T
      ? Exclude<T[P], undefined>
      : never
  : never;

function field<P extends string>(
  number: number,
  path: P,
  codec: Codec<ValueAt<Report, P>>,
  { isOptional = false, ...options }: Options = {},
): ReportField {
  return { number, path, codec: codec as Codec<unknown>, isRequired: !isOptional, ...options };
}

const { name, ms, threads, device, sizeBytes } = codecs;
const optional = { isOptional: true } as const;
const tensor = { kind: 'tensor' } as const;
const text = { kind: 'text' } as const;

/** In the order in which the facts are shown. Numbers are never reused. */
export const reportFields: readonly ReportField[] = [
  field(1, 'outcome', codecs.outcome, { shown: 'outcome', column: 'outcome' }),
  field(2, 'flags', codecs.flags, { shown: 'flags' }),
  field(3, 'subject.kind', codecs.subjectKind),
  field(4, 'subject.id', codecs.id, { shown: 'text', column: 'subject' }),
  field(5, 'subject.sizeBytes', sizeBytes, { shown: 'bytes' }),
  field(6, 'subject.weightType', name, { ...optional, shown: 'text' }),
  field(7, 'dimensions', codecs.dimensions, { ...tensor, ...optional, shown: 'sizes' }),
  field(8, 'contextLength', sizeBytes, { ...text, shown: 'whole' }),
  field(9, 'target.opened.host', codecs.host, { shown: 'host' }),
  field(10, 'target.opened.engine', codecs.engine, { shown: 'engine', column: 'engine' }),
  field(11, 'target.opened.version', name, { shown: 'text', column: 'engine_version' }),
  field(12, 'target.opened.build', name, { shown: 'text' }),
  field(13, 'target.requested.host', codecs.host),
  field(14, 'target.requested.engine', codecs.engine),
  field(15, 'target.requested.device', device, { shown: 'device' }),
  field(16, 'target.opened.device', device, { shown: 'device', column: 'device' }),
  field(17, 'target.opened.refused', codecs.refused, { shown: 'refused' }),
  field(18, 'target.requested.threads', threads, { ...optional, shown: 'whole' }),
  field(19, 'target.opened.threads', threads, { shown: 'whole', column: 'threads' }),
  field(20, 'settings', settings, { shown: 'settings', column: 'settings' }),
  field(21, 'placement', codecs.placement, { ...tensor, ...optional, shown: 'placement' }),
  field(22, 'float32Convolutions', sizeBytes, { ...tensor, ...optional, shown: 'whole' }),
  field(23, 'sampling', sampling, { ...text, shown: 'inside-outside' }),
  field(24, 'tokenising', sampling, { ...text, shown: 'inside-outside' }),
  field(25, 'environment.kind', codecs.environmentKind),
  field(26, 'environment.browser', name, { ...optional, shown: 'text', column: 'browser' }),
  field(27, 'environment.program', name, { ...optional, shown: 'text' }),
  field(28, 'environment.cpu', name, { ...optional, shown: 'text' }),
  field(29, 'environment.os', name, { shown: 'text', column: 'os' }),
  field(30, 'environment.cores', codecs.cores, { shown: 'whole', column: 'cores' }),
  field(31, 'environment.memoryGiB', figure(0), { ...optional, shown: 'gibibytes' }),
  field(32, 'environment.gpu', codecs.gpu, { ...optional, shown: 'gpu' }),
  field(33, 'environment.crossOriginIsolated', flag, { ...optional, shown: 'yes-no' }),
  field(34, 'environment.simd', flag, { ...optional, shown: 'yes-no' }),
  field(35, 'environment.relaxedSimd', flag, { ...optional, shown: 'yes-no' }),
  field(36, 'environment.clockStepUs', figure(0), { shown: 'microseconds' }),
  field(37, 'eventLoop', codecs.eventLoop, { ...optional, shown: 'event-loop' }),
  field(38, 'memory.wasmHeapBytes', sizeBytes, { ...optional, shown: 'bytes' }),
  field(39, 'phases.start', codecs.start, { ...optional, shown: 'start' }),
  field(40, 'phases.codeFrom', codecs.codeFrom, { ...optional, shown: 'code-from' }),
  field(41, 'phases.downloadMs', nullable(ms), { ...optional, shown: 'download' }),
  field(42, 'phases.loadMs', ms, { ...optional, shown: 'milliseconds' }),
  field(43, 'phases.createMs', ms, { ...optional, shown: 'milliseconds' }),
  field(44, 'startedAt', codecs.minute, { shown: 'date', column: 'started_at' }),
  field(45, 'method', name, { shown: 'text' }),
  field(46, 'effort', codecs.effort, { shown: 'effort' }),
  field(47, 'orderSeed', codecs.seed, { shown: 'text' }),
  field(48, 'app.version', name, { shown: 'text' }),
  field(49, 'app.commit', name, { shown: 'text' }),
  field(50, 'subject.sha256', sha256, { shown: 'hash' }),
  field(51, 'cells', codecs.cells as Codec<Report['cells']>, tensor),
  field(52, 'cells', textCells as Codec<Report['cells']>, text),
  field(53, 'firstToken', firstToken, { ...text, ...optional }),
  field(54, 'agreement', textAgreement, text),
];

/** The fields of one kind of report, in order. */
export function fieldsOf(kind: ReportKind): readonly ReportField[] {
  return reportFields.filter((field) => field.kind === undefined || field.kind === kind);
}
