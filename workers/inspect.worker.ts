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

type ReadModel = (sizes: Dimensions) => Promise<InspectedModel>;

/** The most recently read model. It may have tens of thousands of nodes, so recommendations are computed here. */
let inspectedModel: InspectedModel | undefined;
/** Reads the header of this model again with other sizes. */
let readModelAgain: ReadModel | undefined;

function requireFacts(): InspectedModel['facts'] {
  if (!inspectedModel) throw new AppError('internal', { why: 'this worker has read no model' });
  return inspectedModel.facts;
}

function requireReader(): ReadModel {
  if (!readModelAgain) throw new AppError('internal', { why: 'this worker has read no model' });
  return readModelAgain;
}

async function inspect(readModel: ReadModel, sizes: Dimensions) {
  inspectedModel = await readModel(sizes);
  readModelAgain = readModel;
  return toInspection(inspectedModel);
}

const worker: InspectWorker = {
  readFiles: (files, sizes) => inspect((newSizes) => inspectFiles(files, newSizes), sizes),
  scanFiles,
  readWorkload: (id) => inspect(() => inspectWorkload(id), {}),
  readAddress: (url, sizes, onWait) => inspect((newSizes) => inspectAddress(url, newSizes, onWait), sizes),
  readVariant: (variant, files, sizes, onWait) =>
    inspect((newSizes) => inspectVariant(variant, files, newSizes, onWait), sizes),
  resize: async (sizes) => toInspection((inspectedModel = await requireReader()(sizes))),
  async list(hub, id, revision, onWait) {
    const repository = await listRepository(hub, id, revision, { onWait });
    return { repository, variants: listVariants(repository.files) };
  },
  hash: hashFile,
  recommend: async (profile, options) => recommend(requireFacts(), profile, options),
  rate: async (variants, profile, options) => rateVariants(variants, requireFacts(), profile, options),
  rateUnread: async (models, profile, options) => models.map((model) => rateUnread(model, profile, options)),
};

registerErrorTransfer();
holdLifeLock(globalThis as unknown as DedicatedWorkerGlobalScope);
expose(worker);
