import { delay } from '#core/delay.ts';
import { AppError } from '#core/errors/error.ts';
import { encodeOnnx } from '#formats/onnx/write-onnx.ts';
import { Participant } from '#federated/participant/participant.ts';
import type { SendEnvelope } from '#federated/participant/requests.ts';
import type { Envelope } from '#federated/protocol/envelope.ts';
import type { Invitation } from '#federated/protocol/invitation.ts';
import { createSecureRandom } from '#federated/privacy/gaussian.ts';
import { computeLocalUpdate } from '#federated/training/local-update.ts';
import { noAugmentation } from '#teach/augment.ts';
import { attachHead } from '#teach/taught-model.ts';
import { ensureCompanionKey } from '../../gateway/pairing/companion-key.ts';
import { UsageError, type Context } from '../command.ts';
import type { BackboneFile } from '../files/backbone-file.ts';
import { hashFile } from '../../hash-file.ts';
import { writeParts } from '../files/write-parts.ts';
import { formatPreview } from '../print/federation-text.ts';
import { createPrivacyLedger } from './privacy-ledger.ts';
import { embedImages, readImages } from './teach-folder.ts';

interface JoinRequest {
  readonly invitation: Invitation;
  /** The folder with this participant's key and its count of training steps. */
  readonly folder: string;
  readonly data: string;
  readonly model: BackboneFile;
  /** The URL of the coordinator. */
  readonly url: string;
  /** The API key for the coordinator. */
  readonly key: string;
  readonly rounds: number;
  /** Whether updates are sent; otherwise only requests for the federation's state are. */
  readonly isSending: boolean;
  readonly out: string | undefined;
}

/** The delay before a failed round is tried again. Heuristic, not measured. */
const retryMs = 2000;

/** Takes part in the rounds of a federation, or only prints what would be sent. @throws UsageError | AppError */
export async function joinFederation(request: JoinRequest, context: Context): Promise<void> {
  const { invitation, folder, data, model, url, key, rounds, isSending, out } = request;
  const { print, log, signal } = context;
  const { plan } = invitation;
  const { labels, images } = await readImages(data, signal);
  const unknown = labels.find((label) => !plan.labels.includes(label));
  if (unknown !== undefined) throw new UsageError(`--data has the class "${unknown}", which the plan does not have`);
  const { rows, classifier } = await embedImages(
    images,
    await model.read(),
    { choices: noAugmentation, seed: 1 },
    context,
  );
  const participant = new Participant({
    invitation,
    key: await ensureCompanionKey(folder), // each federation gets a separate key
    send: createSender(url, key, signal),
    modelSha256: await hashFile(model.entry, signal),
    examples: rows.map(({ features, label }) => ({ features: features[0], label: plan.labels.indexOf(label) })),
    ledger: createPrivacyLedger(folder),
    computeUpdate: async (...training) => computeLocalUpdate(...training, createSecureRandom()),
  });
  if (!isSending) {
    const status = await participant.readStatus(signal);
    print(formatPreview(invitation, await participant.prepare(status), status));
    return print('Nothing was sent. Add --send to send this update.');
  }
  await participant.enrol(signal);
  for (let round = 0; round < rounds;) {
    const status = await participant.readStatus(signal);
    if (status.isDone) break;
    const prepared = await participant.prepare(status);
    log(formatPreview(invitation, prepared, status));
    if (await participant.contribute(prepared, signal)) round++;
    else {
      log('Too few took part. Trying again.');
      await delay(retryMs, signal);
    }
  }
  const { head, round } = await participant.readStatus(signal);
  print(`Rounds done: ${round} of ${plan.rounds}`);
  if (out === undefined) return;
  const taught = await model.read();
  await attachHead(taught, classifier, head);
  await writeParts(out, encodeOnnx(taught), signal);
  print(`Written: ${out}`);
}

function createSender(url: string, key: string, signal: AbortSignal): SendEnvelope {
  return async (envelope) => {
    const response = await fetch(new URL('/federated', url), {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(envelope),
      redirect: 'error',
      signal,
    }).catch((error: unknown) => {
      if (signal.aborted) throw error;
      throw new AppError('fetch-failed', { url, reason: 'no-answer' }, { cause: error });
    });
    if (!response.ok) throw new AppError('fetch-failed', { url, reason: 'http-status', status: response.status });
    return (await response.json()) as Envelope;
  };
}
