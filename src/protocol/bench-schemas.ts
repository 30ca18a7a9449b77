import * as v from 'valibot';
import type { NativeEnvironment } from '#core/report/environment.ts';
import { engineIds } from '#core/engine/engines.ts';
import { maxThreads } from '#core/engine/engine-settings.ts';
import { workloadIds } from '#core/model/model.ts';
import type { BenchRequest, Effort } from '#core/report/bench-request.ts';
import type { MeasuredPower } from '#core/report/report-energy.ts';
import type { MeasuredRun } from '#core/report/measured-run.ts';
import type { Progress } from '#core/report/progress.ts';
import { energySource, noEnergyReason } from './hardware-schema.ts';
import { deviceSchema, shortTextSchema } from './schemas.ts';
import { settingEntries } from './settings-schema.ts';
import { wholeNumber } from './tensor-header.ts';

const efforts: readonly Effort[] = ['quick', 'standard', 'full'];
const size = v.pipe(wholeNumber, v.minValue(1));
const nullableNumber = v.nullable(v.number());

/** The request to measure an open model. The user's files are referenced by the id of their model. */
export const benchRequest = v.strictObject({
  subject: v.variant('kind', [
    v.object({ kind: v.literal('workload'), id: v.picklist(workloadIds) }),
    v.object({ kind: v.literal('model'), id: shortTextSchema }),
  ]),
  engine: v.picklist(engineIds),
  device: v.exactOptional(deviceSchema),
  threads: v.exactOptional(v.pipe(size, v.maxValue(maxThreads))),
  effort: v.picklist(efforts),
  dimensions: v.exactOptional(v.record(shortTextSchema, size)),
  ...settingEntries,
}) as unknown as v.GenericSchema<BenchRequest>;

const phases: readonly Progress['phase'][] = ['build', 'create', 'first', 'warm-up', 'steady', 'cool-down', 'check'];

export const progress: v.GenericSchema<Progress> = v.object({
  phase: v.picklist(phases),
  fraction: nullableNumber,
  remainingMs: nullableNumber,
  detail: v.exactOptional(v.string()),
  samplesMs: v.exactOptional(v.array(v.number())),
});

const steady = v.looseObject({ n: v.number(), samplesMs: v.array(v.number()), medianMs: v.number() });
const cells = v.array(v.looseObject({ name: v.string(), firstMs: v.number(), steady }));
const power: v.GenericSchema<MeasuredPower> = v.object({
  counters: v.array(v.object({ source: energySource, name: v.string(), watts: v.number(), uncertaintyW: v.number() })),
  missing: v.array(v.object({ source: energySource, reason: noEnergyReason })),
  gridGramsPerKwh: nullableNumber,
});

const measured = {
  spans: v.array(v.array(v.tuple([v.number(), v.number()]))),
  clockStepUs: v.number(),
  orderSeed: v.number(),
  memory: v.looseObject({}),
  power: v.exactOptional(power),
  cells,
};
/** Preserves statistics that newer companions add. */
export const measuredRun = v.variant('kind', [
  v.looseObject({ kind: v.literal('tensor'), ...measured }),
  v.looseObject({ kind: v.literal('text'), ...measured, contextLength: v.number() }),
]) as unknown as v.GenericSchema<MeasuredRun>;

export const nativeEnvironment = v.looseObject({
  kind: v.literal('native'),
  program: v.string(),
  os: v.string(),
  cpu: v.string(),
  cores: v.number(),
  memoryGiB: v.exactOptional(v.number()),
  clockStepUs: v.number(),
}) as unknown as v.GenericSchema<NativeEnvironment>;
