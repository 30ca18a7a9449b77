import * as v from 'valibot';
import { engineIds } from '#core/engine/engines.ts';
import type { RecordedProfile } from '#profile/recorded-profile.ts';
import { deviceSchema } from './schemas.ts';

const nullableNumber = v.nullable(v.number());
const roof = v.object({ gflops: nullableNumber, bytesPerS: nullableNumber });

const event = v.object({
  kind: v.picklist(['run', 'node', 'gpu']),
  name: v.string(),
  operator: v.string(),
  provider: v.nullable(v.string()),
  startUs: v.number(),
  durationUs: v.number(),
  thread: v.number(),
  bytes: v.exactOptional(v.object({ weights: v.number(), read: v.number(), written: v.number() })),
});

const node = v.object({
  name: v.string(),
  operator: v.string(),
  flops: nullableNumber,
  weightBytes: v.number(),
  activationBytes: nullableNumber,
});

/** The profile of an open model. */
export const recordedProfile: v.GenericSchema<RecordedProfile> = v.object({
  engine: v.picklist(engineIds),
  device: v.nullable(deviceSchema),
  threads: nullableNumber,
  events: v.array(event),
  plainRunsMs: v.array(v.number()),
  profiledRunsMs: v.array(v.number()),
  opening: v.nullable(v.object({ createMs: v.number(), firstRunMs: v.number() })),
  nodes: v.array(node),
  heapBytes: nullableNumber,
  roofs: v.exactOptional(v.object({ cpu: roof, gpu: roof })),
});
