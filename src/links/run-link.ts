import { maxThreads } from '#core/engine-settings.ts';
import { deviceIds, engines, runtimeIds, type DeviceId, type RuntimeId } from '#core/engines.ts';
import { tensorEngine } from '#core/entry-file.ts';
import { AppError } from '#core/error.ts';
import { storedIdOf, type HubModel } from '#core/hub.ts';
import { readModelId } from '#core/model-id.ts';
import type { Model } from '#core/model.ts';
import { taskIds, taskOf, type TaskId } from '#tasks/index.ts';
import { LinkQuery, linkInvalid } from './link-query.ts';

const settings = ['task', 'model', 'file', 'runtime', 'device', 'threads', 'sample'];

/** The models that a link can name by a short id. */
export interface Catalogue {
  /** Those that come with the app. */
  readonly models: readonly Pick<Model, 'id' | 'runtime' | 'task'>[];
  /** Those that lie on a hub. */
  readonly hubModels: readonly HubModel[];
}

/** A model of the catalogue, or one that this browser has stored if it was downloaded. */
type ModelReference = Pick<Model, 'id' | 'runtime'>;

/** What `#/run?…` names: everything about a run but the input. */
export interface RunLink {
  readonly task: TaskId;
  /** null where the user chooses the files. */
  readonly model: ModelReference | null;
  /** null: what the model's files ask for. */
  readonly runtime: RuntimeId | null;
  readonly device: DeviceId;
  /** null: as many as the engine takes by itself. */
  readonly threads: number | null;
  /** Run the bundled sample at once. */
  readonly sample: boolean;
}

/** @throws AppError link-invalid where anything in it is unknown, repeated or out of range | model-unknown */
export function parseRunLink(query: URLSearchParams, catalogue: Catalogue): RunLink {
  const link = new LinkQuery(query, settings);
  const task = link.oneOf('task', taskIds) ?? 'object-detection';
  const named = link.text('model');
  const expectsFile = link.oneOf('file', ['1']) !== null;
  if (expectsFile && named !== null) throw linkInvalid('it names model and file to run; one of them is needed');
  const id = named ?? taskOf(task).demoModel;
  const model = expectsFile || id === null ? null : modelNamed(id, task, catalogue);
  const runtime = link.oneOf('runtime', runtimeIds) ?? model?.runtime ?? null;
  if (model && runtime !== model.runtime)
    throw linkInvalid(`runtime is “${runtime}”, and the model ${model.id} is one for ${model.runtime}`);
  const devices = runtime ? engines[runtime].devices : deviceIds;
  return {
    task,
    model,
    runtime,
    device: link.oneOf('device', devices) ?? devices[0],
    threads: link.whole('threads', { min: 1, max: maxThreads }),
    sample: link.oneOf('sample', ['0', '1']) === '1',
  };
}

/** The address that repeats a run; the sample is left out, since a link is about the engine unless asked otherwise. */
export function runHash({ task, model, runtime, device, threads }: Omit<RunLink, 'sample'>): string {
  const query = new URLSearchParams({ task });
  if (!model) query.set('file', '1');
  else if (model.id !== taskOf(task).demoModel) query.set('model', model.id);
  if (runtime && runtime !== model?.runtime) query.set('runtime', runtime);
  if (device !== 'wasm') query.set('device', device);
  if (threads !== null) query.set('threads', String(threads));
  return `#/run?${query}`;
}

function modelNamed(named: string, task: TaskId, { models, hubModels }: Catalogue): ModelReference {
  const ours = models.find(({ id }) => id === named);
  if (ours && ours.task !== task) throw new AppError('link-invalid', { model: ours.id, madeFor: ours.task, task });
  if (ours) return { id: ours.id, runtime: ours.runtime };
  const id = storedIdOf(named, hubModels);
  const { entry } = readModelId(id);
  if (entry === null) throw new AppError('model-unknown', { model: id });
  const runtime = tensorEngine([entry]);
  if (!runtime) throw linkInvalid(`no engine of this page opens ${entry}`);
  return { id, runtime };
}
