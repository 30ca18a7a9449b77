import * as v from 'valibot';
import { engineIds } from '#core/engine/engines.ts';
import { maxThreads } from '#core/engine/engine-settings.ts';
import { deviceSchema } from '#protocol/schemas.ts';
import { settings } from '#protocol/settings-schema.ts';
import { wholeNumber } from '#protocol/tensor-header.ts';
import { tensorEntry } from './oip-tensors.ts';

const requestedOutput = v.object({
  name: v.string(),
  parameters: v.exactOptional(
    v.looseObject({ binary_data: v.exactOptional(v.boolean()), classification: v.exactOptional(v.unknown()) }),
  ),
});

/** The body of an inference request. Parameters of other servers' extensions are ignored. */
export const inferRequest = v.object({
  id: v.exactOptional(v.string()),
  parameters: v.exactOptional(v.looseObject({ binary_data_output: v.exactOptional(v.boolean()) })),
  inputs: v.pipe(v.array(tensorEntry), v.maxLength(1024)),
  outputs: v.exactOptional(v.pipe(v.array(requestedOutput), v.maxLength(1024))),
});
export type InferRequest = v.InferOutput<typeof inferRequest>;

export const indexRequest = v.object({ ready: v.exactOptional(v.boolean()) });

/** The body of a load request. Its parameters are Assay's engine settings; others are rejected. */
export const loadRequest = v.object({
  parameters: v.exactOptional(
    v.strictObject({
      engine: v.exactOptional(v.picklist(engineIds)),
      device: v.exactOptional(deviceSchema),
      threads: v.exactOptional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(maxThreads))),
      settings: v.exactOptional(settings),
      batching: v.exactOptional(
        v.strictObject({
          maxBatchSize: v.exactOptional(v.pipe(wholeNumber, v.minValue(1), v.maxValue(1024))),
          maxWaitMs: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(1000))),
        }),
      ),
    }),
  ),
});

/** `unload_dependents` has no effect: no model depends on another. */
export const unloadRequest = v.object({ parameters: v.exactOptional(v.looseObject({})) });
