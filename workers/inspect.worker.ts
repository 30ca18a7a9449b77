import { expose } from 'comlink';
import { judgeVariants } from '#planner/judge-variants.ts';
import { recommend } from '#planner/recommend.ts';
import { variantsOf } from '#planner/variants.ts';
import type { InspectWorker } from '#bridge/inspect-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { keepErrorFacts } from '#bridge/transfer.ts';
import { AppError } from '#core/error.ts';
import { listRepository } from '#storage/hub.ts';
import { inspectionOf, readChosen, readFromAddress, readVariantOf, type ReadModel } from './inspection.ts';

/**
 * The model read last. It may have tens of thousands of nodes, so recommendations are computed here, not in the page.
 */
let read: ReadModel | undefined;

function facts(): ReadModel['facts'] {
  if (!read) throw new AppError('internal', { why: 'this worker has read no model' });
  return read.facts;
}

async function keep(reading: Promise<ReadModel>) {
  read = await reading;
  return inspectionOf(read);
}

const worker: InspectWorker = {
  readFiles: (files) => keep(readChosen(files)),
  readAddress: (url, onWait) => keep(readFromAddress(url, onWait)),
  readVariant: (variant, files, onWait) => keep(readVariantOf(variant, files, onWait)),
  async list(hub, id, revision, onWait) {
    const repository = await listRepository(hub, id, revision, { onWait });
    return { repository, variants: variantsOf(repository.files) };
  },
  recommend: async (profile, options) => recommend(facts(), profile, options),
  judge: async (variants, profile, options) => judgeVariants(variants, facts(), profile, options),
};

keepErrorFacts();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
