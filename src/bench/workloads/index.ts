import type { WorkloadId } from '#core/model/model.ts';
import { conv } from './conv.ts';
import { decoder } from './decoder.ts';
import { encoder } from './encoder.ts';
import type { Workload } from './workload.ts';

export type { Workload } from './workload.ts';
export { getReference } from './workload-references.ts';

/** The standard workloads by id. */
export const workloads: Readonly<Record<WorkloadId, Workload>> = { conv, encoder, decoder };
