import type { Report, ReportKind } from '#core/report/report.ts';
import * as codecs from './report-codecs.ts';
import {
  finiteNumber,
  flag,
  nullable,
  sha256,
  type Codec,
  type NumberedField,
  type ValueAt,
} from '../encoding/codec.ts';
import { textAgreementCodec, textCellsCodec, firstTokenCodec, samplingCodec } from './text-codecs.ts';
import { hostileInputsCodec, modelFilesCodec, sampleCodec, scoresCodec, taskCellsCodec } from './task-codecs.ts';
import { settingsCodec } from './settings-codec.ts';

/**
 * Every field of a report, each in one entry: its number in links, its codec, and where it is shown. This table defines
 * the links of version 2, the facts on the page and in Markdown, and the columns of CSV. A new field is one entry here,
 * its type in `core/report/report.ts` and, if it is shown, its label in `words`.
 */
export interface ReportField extends NumberedField {
  /** If absent, in every kind of report. */
  readonly kinds?: readonly ReportKind[];
  /** The format in the list of facts, under the label `text.report.facts[path]`; if absent, it is not listed. */
  readonly shown?: FactFormat;
  /** Column of the field in CSV. */
  readonly column?: string;
}

/** The formats of facts; each language has a function for each. */
export type FactFormat =
  | 'text'
  | 'whole'
  | 'microseconds'
  | 'milliseconds'
  | 'bytes'
  /** Bytes; 0 if not known. */
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

type Options = Partial<Pick<ReportField, 'kinds' | 'shown' | 'column'>> & { readonly isOptional?: boolean };

function field<P extends string>(
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
/** Timed by the rules of R3 and R5. */
const timed = { kinds: ['tensor', 'text'] } as const;

/** Fields in the display order of the facts. Numbers are never reused. */
export const reportFields: readonly ReportField[] = [
  field(1, 'validity', codecs.validityCodec, { shown: 'validity', column: 'validity' }),
  field(2, 'flags', codecs.flagsCodec, { shown: 'flags' }),
  field(3, 'subject.kind', codecs.subjectKindCodec),
  field(4, 'subject.id', codecs.idCodec, { shown: 'text', column: 'subject' }),
  field(5, 'subject.sizeBytes', sizeBytesCodec, { shown: 'file-size' }),
  field(6, 'subject.weightType', nameCodec, { ...optional, shown: 'text' }),
  field(7, 'dimensions', codecs.dimensionsCodec, { ...tensor, ...optional, shown: 'sizes' }),
  field(8, 'contextLength', sizeBytesCodec, { ...text, shown: 'whole' }),
  field(9, 'target.opened.host', codecs.hostCodec, { shown: 'host' }),
  field(10, 'target.opened.engine', codecs.engineCodec, { shown: 'engine', column: 'engine' }),
  field(11, 'target.opened.version', nameCodec, { shown: 'text', column: 'engine_version' }),
  field(12, 'target.opened.build', nameCodec, { shown: 'text' }),
  field(13, 'target.requested.host', codecs.hostCodec),
  field(14, 'target.requested.engine', codecs.engineCodec),
  field(15, 'target.requested.device', deviceCodec, { shown: 'device' }),
  field(16, 'target.opened.device', deviceCodec, { shown: 'device', column: 'device' }),
  field(17, 'target.opened.failedDevices', codecs.failedDevicesCodec, { shown: 'failedDevices' }),
  field(18, 'target.requested.threads', threadsCodec, { ...optional, shown: 'whole' }),
  field(19, 'target.opened.threads', threadsCodec, { shown: 'whole', column: 'threads' }),
  field(20, 'settings', settingsCodec, { shown: 'settings', column: 'settings' }),
  field(21, 'placement', codecs.placementCodec, { ...tensor, ...optional, shown: 'placement' }),
  field(22, 'float32Convolutions', sizeBytesCodec, { ...tensor, ...optional, shown: 'whole' }),
  field(79, 'convertedTo', nameCodec, { ...text, ...optional, shown: 'text' }),
  field(23, 'sampling', samplingCodec, { ...text, shown: 'inside-outside' }),
  field(24, 'tokenising', samplingCodec, { ...text, shown: 'inside-outside' }),
  field(25, 'environment.kind', codecs.environmentKindCodec),
  field(26, 'environment.browser', nameCodec, { ...optional, shown: 'text', column: 'browser' }),
  field(27, 'environment.program', nameCodec, { ...optional, shown: 'text' }),
  field(28, 'environment.cpu', nameCodec, { ...optional, shown: 'text' }),
  field(29, 'environment.os', nameCodec, { shown: 'text', column: 'os' }),
  field(30, 'environment.cores', codecs.coresCodec, { shown: 'whole', column: 'cores' }),
  field(31, 'environment.memoryGiB', finiteNumber(0), { ...optional, shown: 'gibibytes' }),
  field(32, 'environment.gpu', codecs.gpuCodec, { ...optional, shown: 'gpu' }),
  field(33, 'environment.crossOriginIsolated', flag, { ...optional, shown: 'yes-no' }),
  field(34, 'environment.simd', flag, { ...optional, shown: 'yes-no' }),
  field(35, 'environment.relaxedSimd', flag, { ...optional, shown: 'yes-no' }),
  field(36, 'environment.clockStepUs', finiteNumber(0), { shown: 'microseconds' }),
  field(37, 'eventLoop', codecs.eventLoopCodec, { ...optional, shown: 'event-loop' }),
  field(38, 'memory.wasmHeapBytes', sizeBytesCodec, { ...optional, shown: 'bytes' }),
  field(74, 'memory.processPeakBytes', sizeBytesCodec, { ...optional, shown: 'bytes' }),
  field(75, 'memory.arenaBytes', sizeBytesCodec, { ...optional, shown: 'bytes' }),
  field(76, 'memory.weightsBytes', sizeBytesCodec, { ...optional, shown: 'bytes' }),
  field(77, 'memory.kvCacheBytes', sizeBytesCodec, { ...optional, shown: 'bytes' }),
  field(78, 'memory.notStated', codecs.memoryNotStatedCodec, { ...optional, shown: 'not-stated' }),
  field(71, 'energy', codecs.energyCodec, { ...optional, shown: 'energy' }),
  field(39, 'phases.start', codecs.startCodec, { ...optional, shown: 'start' }),
  field(40, 'phases.codeFrom', codecs.codeFromCodec, { ...optional, shown: 'code-from' }),
  field(41, 'phases.downloadMs', nullable(msCodec), { ...optional, shown: 'download' }),
  field(42, 'phases.loadMs', msCodec, { ...optional, shown: 'milliseconds' }),
  field(43, 'phases.createMs', msCodec, { ...optional, shown: 'milliseconds' }),
  field(72, 'roundTrip.medianMs', msCodec, { ...tensor, ...optional, shown: 'milliseconds' }),
  field(73, 'roundTrip.n', sizeBytesCodec, { ...tensor, ...optional }),
  field(80, 'emptyRequest.medianMs', msCodec, { ...tensor, ...optional, shown: 'milliseconds' }),
  field(81, 'emptyRequest.n', sizeBytesCodec, { ...tensor, ...optional }),
  field(44, 'startedAt', codecs.minuteCodec, { shown: 'date', column: 'started_at' }),
  field(45, 'method', nameCodec, { shown: 'text' }),
  field(46, 'effort', codecs.effortCodec, { ...timed, shown: 'effort' }),
  field(47, 'orderSeed', codecs.seedCodec, { ...timed, shown: 'text' }),
  field(48, 'app.version', nameCodec, { shown: 'text' }),
  field(49, 'app.commit', nameCodec, { shown: 'text' }),
  field(50, 'subject.sha256', sha256, { shown: 'hash' }),
  field(51, 'cells', codecs.cellsCodec as Codec<Report['cells']>, tensor),
  field(52, 'cells', textCellsCodec as Codec<Report['cells']>, text),
  field(53, 'firstToken', firstTokenCodec, { ...text, ...optional }),
  field(54, 'agreement', textAgreementCodec, text),
  field(55, 'task', nameCodec, { ...task, shown: 'text', column: 'task' }),
  field(56, 'data.name', nameCodec, { ...task, shown: 'text', column: 'data' }),
  field(57, 'data.layout', nameCodec, { ...task, shown: 'text' }),
  field(58, 'data.sha256', sha256, { ...task, shown: 'hash' }),
  field(59, 'data.items', sizeBytesCodec, { ...task, shown: 'whole' }),
  field(60, 'data.failed', sizeBytesCodec, { ...task, shown: 'whole' }),
  field(61, 'data.notRun', sizeBytesCodec, { ...task, shown: 'whole' }),
  field(62, 'data.sample', sampleCodec, { ...task, ...optional }),
  field(63, 'baseline.id', codecs.idCodec, { ...task, ...optional, shown: 'text' }),
  field(64, 'baseline.sha256', sha256, { ...task, ...optional, shown: 'hash' }),
  field(65, 'baseline.isGroundTruth', flag, { ...task, ...optional, shown: 'yes-no' }),
  field(66, 'scores', scoresCodec, task),
  field(68, 'subject.files', modelFilesCodec, { ...task, ...optional }),
  field(69, 'baseline.files', modelFilesCodec, { ...task, ...optional }),
  field(70, 'hostileInputs', hostileInputsCodec, { ...task, ...optional }),
  field(67, 'cells', taskCellsCodec as Codec<Report['cells']>, task),
];

/** The fields of one kind of report, in order. */
export function listFieldsOfKind(kind: ReportKind): readonly ReportField[] {
  return reportFields.filter(({ kinds }) => kinds === undefined || kinds.includes(kind));
}
