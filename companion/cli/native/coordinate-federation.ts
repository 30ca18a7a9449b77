import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { createPlan, type PlanChoices } from '#federated/protocol/create-plan.ts';
import { formatInvitation } from '#federated/protocol/invitation.ts';
import { computePlanId } from '#federated/protocol/plan.ts';
import { recogniseImageModel } from '#tasks/image-classification/classifier-families.ts';
import { noAugmentation } from '#teach/augment.ts';
import { readSignature } from '#teach/backbone.ts';
import { fitHead } from '#teach/fit-head.ts';
import { unscaleHead, scaleHead } from '#teach/scaling.ts';
import { attachHead } from '#teach/taught-model.ts';
import { ensureDataFolder } from '../../data-folder.ts';
import type { FederationFiles } from '../../federated/federation-files.ts';
import type { Federation } from '../../federated/federation.ts';
import { ensureCompanionKey } from '../../gateway/pairing/companion-key.ts';
import { UsageError, type Context } from '../command.ts';
import type { BackboneFile } from '../files/backbone-file.ts';
import { hashFile } from '../../hash-file.ts';
import { writeParts } from '../files/write-parts.ts';
import { embedImages, readImages } from './teach-folder.ts';

interface FederationRequest {
  /** The folder of the coordinator's own pictures, which need not be private. */
  readonly data: string;
  readonly model: BackboneFile;
  readonly url: string;
  readonly choices: Omit<PlanChoices, 'modelSha256' | 'labels' | 'publicFeatures'>;
}

/**
 * Creates a federation whose initial head is trained on the coordinator's pictures. The invitation is written before
 * the federation is stored, because nobody could join a stored federation without one.
 * @returns its text
 * @throws UsageError if a federation with the same plan exists | AppError federation-invalid, and what the engine
 * throws
 */
export async function createFederation(
  { data, model, url, choices }: FederationRequest,
  files: FederationFiles,
  writeInvitation: (text: string) => Promise<void>,
  context: Context,
): Promise<string> {
  const { labels, images } = await readImages(data, context.signal);
  const { rows } = await embedImages(images, await model.read(), { choices: noAugmentation, seed: 1 }, context);
  const publicFeatures = rows.map(({ features }) => features[0]);
  const modelSha256 = await hashFile(model.entry, context.signal);
  const plan = createPlan({ ...choices, modelSha256, labels: [...labels], publicFeatures });
  const examples = rows.map(({ features, label }) => ({ features: features[0], label: labels.indexOf(label) }));
  const scaling = { mean: Float64Array.from(plan.scaling.mean), factor: plan.scaling.factor };
  if (await files.load(await computePlanId(plan)))
    throw new UsageError(`a federation with this plan already exists: ${plan.name}`);
  const parameters = scaleHead(fitHead(examples, labels), scaling);
  const invitation = await formatInvitation(plan, url, await ensureCompanionKey(await ensureDataFolder()));
  await writeInvitation(invitation);
  await files.create(plan, parameters);
  return invitation;
}

/** Writes the model with the head of a federation. @throws UsageError if `file` is another model */
export async function saveFederatedModel(
  { plan, parameters }: Federation,
  file: BackboneFile,
  out: string,
  signal: AbortSignal,
): Promise<void> {
  if ((await hashFile(file.entry, signal)) !== plan.modelSha256)
    throw new UsageError('--model is not the model that this federation was created with');
  const model = await file.read();
  const scaling = { mean: Float64Array.from(plan.scaling.mean), factor: plan.scaling.factor };
  await attachHead(model, recogniseImageModel(readSignature(model))!, unscaleHead(parameters, plan.labels, scaling));
  await writeParts(out, encodeOnnx(model), signal);
}
