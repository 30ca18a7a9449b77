import { expose } from 'comlink';
import { rateVariants } from '#planner/rate-variants.ts';
import { rateUnread } from '#planner/rate-without-header.ts';
import { recommend } from '#planner/recommend.ts';
import { listVariants } from '#planner/variants.ts';
import type { InspectWorker } from '#bridge/inspect-contract.ts';
import { holdLifeLock } from '#bridge/life-lock.ts';
import { registerErrorTransfer } from '#bridge/transfer.ts';
import { AppError } from '#core/errors/error.ts';
import type { Dimensions } from '#core/report/bench-request.ts';
import { hashFile } from '#storage/download/hash-worker-client.ts';
import { listRepository } from '#storage/hub/hub-client.ts';
import {
  toInspection,
  inspectFiles,
  inspectAddress,
  inspectVariant,
  inspectWorkload,
  type InspectedModel,
} from './inspect/inspection.ts';
import { scanFiles } from './inspect/scan-files.ts';

type Read = (given: Dimensions) => Promise<InspectedModel>;

/**
 * The model read last. It may have tens of thousands of nodes, so recommendations are computed here, not in the page.
 */
let read: InspectedModel | undefined;
/** Reads its header again, for other sizes. */
let readAgain: Read | undefined;

function facts(): InspectedModel['facts'] {
  if (!read) throw new AppError('internal', { why: 'this worker has read no model' });
  return read.facts;
}

function requireReader(): Read {
  if (!readAgain) throw new AppError('internal', { why: 'this worker has read no model' });
  return readAgain;
}

async function keep(reader: Read, given: Dimensions) {
  read = await reader(given);
  readAgain = reader;
  return toInspection(read);
}

const worker: InspectWorker = {
  readFiles: (files, sizes) => keep((given) => inspectFiles(files, given), sizes),
  scanFiles,
  readWorkload: (id) => keep(() => inspectWorkload(id), {}),
  readAddress: (url, sizes, onWait) => keep((given) => inspectAddress(url, given, onWait), sizes),
  readVariant: (variant, files, sizes, onWait) => keep((given) => inspectVariant(variant, files, given, onWait), sizes),
  resize: async (sizes) => toInspection((read = await requireReader()(sizes))),
  async list(hub, id, revision, onWait) {
    const repository = await listRepository(hub, id, revision, { onWait });
    return { repository, variants: listVariants(repository.files) };
  },
  hash: hashFile,
  recommend: async (profile, options) => recommend(facts(), profile, options),
  rate: async (variants, profile, options) => rateVariants(variants, facts(), profile, options),
  rateUnread: async (models, profile, options) => models.map((model) => rateUnread(model, profile, options)),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
