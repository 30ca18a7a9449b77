import { expose } from 'comlink';
import { rateVariants } from '#planner/rate-variants.ts';
import { recommend } from '#planner/recommend.ts';
import { variantsOf } from '#planner/variants.ts';
import type { InspectWorker } from '#bridge/inspect-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { AppError } from '#core/error.ts';
import { listRepository } from '#storage/hub.ts';
import { toInspection, inspectFiles, inspectAddress, inspectVariant, type InspectedModel } from './inspection.ts';

/**
 * The model read last. It may have tens of thousands of nodes, so recommendations are computed here, not in the page.
 */
let read: InspectedModel | undefined;

function facts(): InspectedModel['facts'] {
  if (!read) throw new AppError('internal', { why: 'this worker has read no model' });
  return read.facts;
}

async function keep(reading: Promise<InspectedModel>) {
  read = await reading;
  return toInspection(read);
}

const worker: InspectWorker = {
  readFiles: (files) => keep(inspectFiles(files)),
  readAddress: (url, onWait) => keep(inspectAddress(url, onWait)),
  readVariant: (variant, files, onWait) => keep(inspectVariant(variant, files, onWait)),
  async list(hub, id, revision, onWait) {
    const repository = await listRepository(hub, id, revision, { onWait });
    return { repository, variants: variantsOf(repository.files) };
  },
  recommend: async (profile, options) => recommend(facts(), profile, options),
  rate: async (variants, profile, options) => rateVariants(variants, facts(), profile, options),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
