import type { EngineSettings } from '#core/engine/engine-settings.ts';
import type { DeviceId } from '#core/engine/engines.ts';
import type { Subject } from '#core/model/model.ts';
import type { PageEnvironment } from '#core/report/environment.ts';
import type { Cell, ReferenceId, TensorReport } from '#core/report/tensor-report.ts';
import type { Effort } from '#core/report/bench-request.ts';
import type { EventLoop, FlagId, OpenedTarget, Validity, StartupTimes } from '#core/report/report-header.ts';
import { pickEngineSettings } from '#core/engine/engine-settings.ts';
import * as codecs from './report-codecs.ts';
import { createSettingCodec } from './settings-codec.ts';
import {
  createConstantCodec,
  createCountCodec,
  withOptionalFields,
  createFiniteNumberCodec,
  flagCodec,
  createNullableCodec,
  createEnumCodec,
  createOptionalCodec,
  createRecordCodec,
  optionalDigestCodec,
  type Codec,
} from '../encoding/codec.ts';

/** The tensor engines of version 0.1.0. */
type EngineOfV1 = 'ort' | 'tfjs' | 'litert';

/** A report in version 0.1 of the app, and in links of version 1. */
interface ReportV1 extends Pick<EngineSettings, 'graphOptimisation' | 'memoryPattern' | 'precision'>, StartupTimes {
  readonly method: string;
  readonly app: TensorReport['app'];
  readonly startedAt: string;
  readonly subject: {
    readonly kind: Subject['kind'];
    readonly id: string;
    readonly sizeBytes: number;
    readonly sha256: string;
  };
  readonly requested: { readonly device: DeviceId; readonly threads?: number; readonly effort: Effort };
  readonly session: {
    readonly engine: EngineOfV1;
    readonly engineVersion: string;
    readonly build: string;
    readonly device: DeviceId;
    readonly threads: number;
    readonly failedDevices: OpenedTarget['failedDevices'];
  };
  readonly dimensions?: TensorReport['dimensions'];
  readonly environment: PageEnvironment;
  readonly eventLoop: EventLoop;
  readonly orderSeed: number;
  readonly cells: readonly Cell[];
  readonly flags: readonly FlagId[];
  readonly outcome: Validity;
  readonly weightType?: string;
  readonly placement?: Readonly<Record<string, number>>;
  readonly float32Convolutions?: number;
}

type Added = 'memoryPattern' | 'precision' | 'weightType' | 'placement' | 'loadMs' | 'codeFrom' | 'float32Convolutions';

const { nameCodec, msCodec, deviceCodec, sizeBytesCodec, threadsCodec } = codecs;

const firstFields = createRecordCodec<Omit<ReportV1, Added>>({
  method: nameCodec,
  app: createRecordCodec<ReportV1['app']>({ version: nameCodec, commit: nameCodec }),
  startedAt: codecs.minuteCodec,
  subject: createRecordCodec<ReportV1['subject']>({
    kind: codecs.subjectKindCodec,
    id: codecs.idCodec,
    sizeBytes: sizeBytesCodec,
    sha256: optionalDigestCodec,
  }),
  requested: createRecordCodec<ReportV1['requested']>({
    device: deviceCodec,
    threads: createOptionalCodec(threadsCodec),
    effort: codecs.effortCodec,
  }),
  session: createRecordCodec<ReportV1['session']>({
    engine: createEnumCodec<EngineOfV1>({ ort: 0, tfjs: 1, litert: 2 }),
    engineVersion: nameCodec,
    build: nameCodec,
    device: deviceCodec,
    threads: threadsCodec,
    failedDevices: codecs.failedDevicesCodec,
  }),
  graphOptimisation: createOptionalCodec(createSettingCodec('graphOptimisation')),
  dimensions: createOptionalCodec(codecs.dimensionsCodec),
  environment: createRecordCodec<PageEnvironment>({
    kind: createConstantCodec('page'),
    browser: nameCodec,
    os: nameCodec,
    cores: codecs.coresCodec,
    crossOriginIsolated: flagCodec,
    simd: flagCodec,
    relaxedSimd: flagCodec,
    clockStepUs: createFiniteNumberCodec(0),
    memoryGiB: createOptionalCodec(createFiniteNumberCodec(0)),
    gpu: createOptionalCodec(codecs.gpuCodec),
  }),
  eventLoop: codecs.eventLoopCodec,
  orderSeed: codecs.seedCodec,
  start: codecs.startCodec,
  downloadMs: createNullableCodec(msCodec),
  createMs: msCodec,
  cells: codecs.cellsCodec,
  flags: codecs.flagsCodec,
  outcome: codecs.validityCodec,
});

/** Optional fields end at the end of an old link, so nothing can follow them. */
export const reportV1: Codec<ReportV1> = withOptionalFields<ReportV1, Added>(firstFields, {
  memoryPattern: [1, flagCodec],
  precision: [2, createSettingCodec('precision')],
  weightType: [3, nameCodec],
  placement: [4, codecs.placementCodec],
  loadMs: [5, msCodec],
  codeFrom: [6, codecs.codeFromCodec],
  float32Convolutions: [7, createCountCodec(Number.MAX_SAFE_INTEGER)],
});

/** Converts the report to its current form. */
export function fromV1(old: ReportV1): TensorReport {
  const { requested, session, subject } = old;
  return {
    schema: 2,
    kind: 'tensor',
    app: old.app,
    method: old.method,
    effort: requested.effort,
    startedAt: old.startedAt,
    subject: { ...subject, ...omitUndefined({ weightType: old.weightType }) },
    target: {
      requested: {
        host: 'page',
        engine: session.engine,
        device: requested.device,
        ...omitUndefined({ threads: requested.threads }),
      },
      opened: {
        host: 'page',
        engine: session.engine,
        version: session.engineVersion,
        build: session.build,
        device: session.device,
        threads: session.threads,
        failedDevices: session.failedDevices,
      },
    },
    settings: pickEngineSettings(old),
    environment: old.environment,
    orderSeed: old.orderSeed,
    eventLoop: old.eventLoop,
    phases: {
      start: old.start,
      ...omitUndefined({ codeFrom: old.codeFrom }),
      downloadMs: old.downloadMs,
      ...omitUndefined({ loadMs: old.loadMs }),
      createMs: old.createMs,
    },
    cells: old.cells.map(renameReference),
    ...omitUndefined({
      dimensions: old.dimensions,
      placement: old.placement,
      float32Convolutions: old.float32Convolutions,
    }),
    flags: old.flags,
    validity: old.outcome,
  };
}

/** Ids of reference runs, which version 0.1 named in English. */
const references: Readonly<Record<string, ReferenceId>> = {
  'wasm on this device': 'this-device-wasm',
  'wasm on this device, graph not optimised': 'this-device-wasm-unoptimised',
};

function renameReference(cell: Cell): Cell {
  const { agreement } = cell;
  if (agreement.verdict === 'not-measured') return cell;
  const reference = references[agreement.reference] ?? agreement.reference;
  return { ...cell, agreement: { ...agreement, reference } };
}

/** Omits undefined fields. */
function omitUndefined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
