import type { ModelFiles } from '#core/model.ts';
import type { ModelDetails } from '#core/report.ts';
import type { OpenOptions, Runtime, TensorSession } from '#core/runtime.ts';
import { sourceOf } from '#formats/byte-source.ts';
import { readFacts } from '#formats/index.ts';
import { maxReopenBytes, sizeOf } from './reopen.ts';
import { weightType } from './weight-type.ts';

/** The type of a model's weights, and which execution providers ran its nodes (R19). To be called after all timing. */
export async function readModelDetails(
  engine: Runtime,
  model: ModelFiles,
  session: TensorSession,
  options: Omit<OpenOptions, 'devices'>,
): Promise<ModelDetails> {
  const sources = new Map(
    [...model.files].map(([name, bytes]) => [name, bytes instanceof Uint8Array ? sourceOf(bytes) : bytes]),
  );
  const entry = sources.get(model.entry);
  // The measurement is valid without these facts, so those that cannot be read are left out.
  const facts = entry && (await readFacts(entry, model.entry, sources).catch(() => null));
  const type = facts ? weightType(facts) : undefined;
  const isAsked = session.facts.runtime === 'ort' && sizeOf(model) <= maxReopenBytes; // asking opens it once more
  const placement = isAsked ? await placementOf(engine, model, session, options).catch(() => undefined) : undefined;
  return { ...(type && { weightType: type }), ...(placement && { placement }) };
}

async function placementOf(
  engine: Runtime,
  model: ModelFiles,
  { facts }: TensorSession,
  options: Omit<OpenOptions, 'devices'>,
): Promise<ModelDetails['placement']> {
  const asked = await engine.open(model, { ...options, devices: [facts.device], placement: true });
  await asked.close();
  return asked.facts.placement;
}
