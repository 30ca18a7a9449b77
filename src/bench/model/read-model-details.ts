import type { ModelFiles } from '#core/model/model.ts';
import type { ModelDetails } from '#core/report/measured-run.ts';
import type { OpenOptions, Runtime, TensorSession } from '#core/engine/runtime.ts';
import { maxReopenBytes } from '../method.ts';
import { sumModelBytes } from './model-size.ts';
import { readHeader } from './read-header.ts';
import { findWeightType } from './weight-type.ts';

/** Reads the type of a model's weights and the execution providers of its nodes (R19), after all timing. */
export async function readModelDetails(
  runtime: Runtime,
  model: ModelFiles,
  session: TensorSession,
  options: Omit<OpenOptions, 'devices'>,
): Promise<ModelDetails> {
  const type = await readWeightType(model);
  const canReopen = session.facts.engine === 'ort' && sumModelBytes(model) <= maxReopenBytes;
  const placement = canReopen
    ? await readPlacement(runtime, model, session, options).catch(() => undefined)
    : undefined;
  return { ...(type && { weightType: type }), ...(placement && { placement }) };
}

/** Returns `undefined` if the file does not specify the type or cannot be read: a measurement is valid without it. */
export async function readWeightType(model: ModelFiles): Promise<string | undefined> {
  const header = await readHeader(model);
  return header ? findWeightType(header.facts) : undefined;
}

async function readPlacement(
  runtime: Runtime,
  model: ModelFiles,
  { facts }: TensorSession,
  options: Omit<OpenOptions, 'devices'>,
): Promise<ModelDetails['placement']> {
  const reopened = await runtime.open(model, { ...options, devices: [facts.device], placement: true });
  await reopened.close();
  return reopened.facts.placement;
}
