import type { Report, ReportKind } from '#core/report/report.ts';
import * as codecs from './report-codecs.ts';
import {
  createFiniteNumberCodec,
  flagCodec,
  createNullableCodec,
  optionalDigestCodec,
  type Codec,
  type NumberedField,
  type ValueAt,
} from '../encoding/codec.ts';
import { textAgreementCodec, textCellsCodec, firstTokenCodec, samplingCodec } from './text-codecs.ts';
import {
  failedGatesCodec,
  gateVerdictCodec,
  hostileInputsCodec,
  modelFilesCodec,
  sampleCodec,
  scoresCodec,
  taskCellsCodec,
} from './task-codecs.ts';
import { settingsCodec } from './settings-codec.ts';

/**
 * A field of a report: its number in links, its codec, and the places that show it. The table defines the links of
 * version 2, the facts on the page and in Markdown, and the columns of CSV. A new field needs an entry here, a type in
 * `core/report/report.ts` and, if it is shown, a label in `words`.
 */
export interface ReportField extends NumberedField {
  /** The kinds of reports with the field; absent for all. */
  readonly kinds?: readonly ReportKind[];
  /** The format in the list of facts, under the label `text.report.facts[path]`; absent if the field is not listed. */
  readonly format?: FactFormat;
  /** The column of the field in CSV. */
  readonly column?: string;
}

/** The formats of facts. Every language has a function for each of them. */
export type FactFormat =
  | 'text'
  | 'whole'
  | 'microseconds'
  | 'milliseconds'
  | 'bytes'
  /** Bytes; 0 if unknown. */
  | 'file-size'
  | 'gibibytes'
  | 'date'
  | 'yes-no'
  | 'hash'
  | 'engine'
  | 'device'
  | 'host'
  | 'effort'
  | 'validity'
  | 'flags'
  | 'start'
  | 'code-from'
  | 'download'
  | 'failedDevices'
  | 'settings'
  | 'gpu'
  | 'sizes'
  | 'placement'
  | 'event-loop'
  | 'energy'
  | 'not-stated'
  | 'inside-outside';

type Options = Partial<Pick<ReportField, 'kinds' | 'format' | 'column'>> & { readonly isOptional?: boolean };

function defineField<P extends string>(
  number: number,
  path: P,
  codec: Codec<ValueAt<Report, P>>,
  { isOptional = false, ...options }: Options = {},
): ReportField {
  return { number, path, codec: codec as Codec<unknown>, isRequired: !isOptional, ...options };
}

const { nameCodec, msCodec, threadsCodec, deviceCodec, sizeBytesCodec } = codecs;
const optional = { isOptional: true } as const;
const tensor = { kinds: ['tensor'] } as const;
const text = { kinds: ['text'] } as const;
const task = { kinds: ['task'] } as const;
/** The kinds of reports with times by the rules of R3 and R5. */
const timed = { kinds: ['tensor', 'text'] } as const;

/** The fields in the display order of the facts. Numbers are never reused. */
export const reportFields: readonly ReportField[] = [
  defineField(1, 'validity', codecs.validityCodec, { format: 'validity', column: 'validity' }),
  defineField(2, 'flags', codecs.flagsCodec, { format: 'flags' }),
  defineField(3, 'subject.kind', codecs.subjectKindCodec),
  defineField(4, 'subject.id', codecs.idCodec, { format: 'text', column: 'subject' }),
  defineField(5, 'subject.sizeBytes', sizeBytesCodec, { format: 'file-size' }),
  defineField(6, 'subject.weightType', nameCodec, { ...optional, format: 'text' }),
  defineField(7, 'dimensions', codecs.dimensionsCodec, { ...tensor, ...optional, format: 'sizes' }),
  defineField(8, 'contextLength', sizeBytesCodec, { ...text, format: 'whole' }),
  defineField(9, 'target.opened.host', codecs.hostCodec, { format: 'host' }),
  defineField(10, 'target.opened.engine', codecs.engineCodec, { format: 'engine', column: 'engine' }),
  defineField(11, 'target.opened.version', nameCodec, { format: 'text', column: 'engine_version' }),
  defineField(12, 'target.opened.build', nameCodec, { format: 'text' }),
  defineField(13, 'target.requested.host', codecs.hostCodec),
  defineField(14, 'target.requested.engine', codecs.engineCodec),
  defineField(15, 'target.requested.device', deviceCodec, { format: 'device' }),
  defineField(16, 'target.opened.device', deviceCodec, { format: 'device', column: 'device' }),
  defineField(17, 'target.opened.failedDevices', codecs.failedDevicesCodec, { format: 'failedDevices' }),
  defineField(18, 'target.requested.threads', threadsCodec, { ...optional, format: 'whole' }),
  defineField(19, 'target.opened.threads', threadsCodec, { format: 'whole', column: 'threads' }),
  defineField(20, 'settings', settingsCodec, { format: 'settings', column: 'settings' }),
  defineField(21, 'placement', codecs.placementCodec, { ...tensor, ...optional, format: 'placement' }),
  defineField(22, 'float32Convolutions', sizeBytesCodec, { ...tensor, ...optional, format: 'whole' }),
  defineField(79, 'convertedTo', nameCodec, { ...text, ...optional, format: 'text' }),
  defineField(23, 'sampling', samplingCodec, { ...text, format: 'inside-outside' }),
  defineField(24, 'tokenising', samplingCodec, { ...text, format: 'inside-outside' }),
  defineField(25, 'environment.kind', codecs.environmentKindCodec),
  defineField(26, 'environment.browser', nameCodec, { ...optional, format: 'text', column: 'browser' }),
  defineField(27, 'environment.program', nameCodec, { ...optional, format: 'text' }),
  defineField(28, 'environment.cpu', nameCodec, { ...optional, format: 'text' }),
  defineField(29, 'environment.os', nameCodec, { format: 'text', column: 'os' }),
  defineField(30, 'environment.cores', codecs.coresCodec, { format: 'whole', column: 'cores' }),
  defineField(31, 'environment.memoryGiB', createFiniteNumberCodec(0), { ...optional, format: 'gibibytes' }),
  defineField(32, 'environment.gpu', codecs.gpuCodec, { ...optional, format: 'gpu' }),
  defineField(33, 'environment.crossOriginIsolated', flagCodec, { ...optional, format: 'yes-no' }),
  defineField(34, 'environment.simd', flagCodec, { ...optional, format: 'yes-no' }),
  defineField(35, 'environment.relaxedSimd', flagCodec, { ...optional, format: 'yes-no' }),
  defineField(36, 'environment.clockStepUs', createFiniteNumberCodec(0), { format: 'microseconds' }),
  defineField(37, 'eventLoop', codecs.eventLoopCodec, { ...optional, format: 'event-loop' }),
  defineField(38, 'memory.wasmHeapBytes', sizeBytesCodec, { ...optional, format: 'bytes' }),
  defineField(74, 'memory.processPeakBytes', sizeBytesCodec, { ...optional, format: 'bytes' }),
  defineField(75, 'memory.arenaBytes', sizeBytesCodec, { ...optional, format: 'bytes' }),
  defineField(76, 'memory.weightsBytes', sizeBytesCodec, { ...optional, format: 'bytes' }),
  defineField(77, 'memory.kvCacheBytes', sizeBytesCodec, { ...optional, format: 'bytes' }),
  defineField(78, 'memory.notStated', codecs.memoryNotStatedCodec, { ...optional, format: 'not-stated' }),
  defineField(71, 'energy', codecs.energyCodec, { ...optional, format: 'energy' }),
  defineField(39, 'phases.start', codecs.startCodec, { ...optional, format: 'start' }),
  defineField(40, 'phases.codeFrom', codecs.codeFromCodec, { ...optional, format: 'code-from' }),
  defineField(41, 'phases.downloadMs', createNullableCodec(msCodec), { ...optional, format: 'download' }),
  defineField(42, 'phases.loadMs', msCodec, { ...optional, format: 'milliseconds' }),
  defineField(43, 'phases.createMs', msCodec, { ...optional, format: 'milliseconds' }),
  defineField(72, 'roundTrip.medianMs', msCodec, { ...tensor, ...optional, format: 'milliseconds' }),
  defineField(73, 'roundTrip.n', sizeBytesCodec, { ...tensor, ...optional }),
  defineField(80, 'emptyRequest.medianMs', msCodec, { ...tensor, ...optional, format: 'milliseconds' }),
  defineField(81, 'emptyRequest.n', sizeBytesCodec, { ...tensor, ...optional }),
  defineField(44, 'startedAt', codecs.minuteCodec, { format: 'date', column: 'started_at' }),
  defineField(45, 'method', nameCodec, { format: 'text' }),
  defineField(46, 'effort', codecs.effortCodec, { ...timed, format: 'effort' }),
  defineField(47, 'orderSeed', codecs.seedCodec, { ...timed, format: 'text' }),
  defineField(48, 'app.version', nameCodec, { format: 'text' }),
  defineField(49, 'app.commit', nameCodec, { format: 'text' }),
  defineField(50, 'subject.sha256', optionalDigestCodec, { format: 'hash' }),
  defineField(51, 'cells', codecs.cellsCodec as Codec<Report['cells']>, tensor),
  defineField(52, 'cells', textCellsCodec as Codec<Report['cells']>, text),
  defineField(53, 'firstToken', firstTokenCodec, { ...text, ...optional }),
  defineField(54, 'agreement', textAgreementCodec, text),
  defineField(55, 'task', nameCodec, { ...task, format: 'text', column: 'task' }),
  defineField(56, 'data.name', nameCodec, { ...task, format: 'text', column: 'data' }),
  defineField(57, 'data.layout', nameCodec, { ...task, format: 'text' }),
  defineField(58, 'data.sha256', optionalDigestCodec, { ...task, format: 'hash' }),
  defineField(59, 'data.items', sizeBytesCodec, { ...task, format: 'whole' }),
  defineField(60, 'data.failed', sizeBytesCodec, { ...task, format: 'whole' }),
  defineField(61, 'data.notRun', sizeBytesCodec, { ...task, format: 'whole' }),
  defineField(62, 'data.sample', sampleCodec, { ...task, ...optional }),
  defineField(63, 'baseline.id', codecs.idCodec, { ...task, ...optional, format: 'text' }),
  defineField(64, 'baseline.sha256', optionalDigestCodec, { ...task, ...optional, format: 'hash' }),
  defineField(65, 'baseline.isGroundTruth', flagCodec, { ...task, ...optional, format: 'yes-no' }),
  defineField(66, 'scores', scoresCodec, task),
  defineField(68, 'subject.files', modelFilesCodec, { ...task, ...optional }),
  defineField(69, 'baseline.files', modelFilesCodec, { ...task, ...optional }),
  defineField(70, 'hostileInputs', hostileInputsCodec, { ...task, ...optional }),
  defineField(82, 'gates.verdict', gateVerdictCodec, { ...task, ...optional, column: 'gates' }),
  defineField(83, 'gates.failed', failedGatesCodec, { ...task, ...optional }),
  defineField(67, 'cells', taskCellsCodec as Codec<Report['cells']>, task),
];

/** Lists the fields of one kind of report, in order. */
export function listFieldsOfKind(kind: ReportKind): readonly ReportField[] {
  return reportFields.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
}
