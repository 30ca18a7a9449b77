import type { ServerResponse } from 'node:http';
import type * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { EngineId } from '#core/engine/engines.ts';
import type { TensorSpec, Tensors } from '#core/engine/tensor.ts';
import { sendJson } from '../../gateway/read-json-body.ts';
import { limits } from '../../gateway/limits.ts';
import type { RouteRequest } from '../../gateway/routes.ts';
import { answerRequest } from '../answer-request.ts';
import { checkBody, parseJson, type RequestBodies } from '../request-bodies.ts';
import type { ServedModel, ServedModels } from '../served-models.ts';
import { oipTypes } from '#core/engine/oip-types.ts';
import { indexRequest, inferRequest, loadRequest, unloadRequest, type InferRequest } from './oip-requests.ts';
import { jsonLengthHeader, readTensors, writeTensors } from './oip-tensors.ts';

/** Names of engines as in Triton's model configuration, for engines that it has. */
const platforms: Readonly<Partial<Record<EngineId, string>>> = { ort: 'onnxruntime', litert: 'litert' };

/** The body of a request that has no tensors. */
const maxControlBytes = 64 << 10;

interface Parts {
  readonly models: ServedModels;
  readonly bodies: RequestBodies;
  /** The version of this program. */
  readonly version: string;
  /** The message of an error, with its fix. */
  readonly formatMessage: (error: AppError) => string;
}

/**
 * The Open Inference Protocol, version 2, over REST, with the extensions for binary tensors and for the model
 * repository: https://github.com/open-inference/open-inference-protocol and Triton's `protocol/extension_*.md`.
 */
export class OipServer {
  readonly #parts: Parts;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  metadata({ response }: RouteRequest): void {
    const extensions = ['binary_tensor_data', 'model_repository'];
    sendJson(response, { name: 'assay', version: this.#parts.version, extensions });
  }

  modelReady(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      const { state } = await this.#parts.models.find(model);
      response.writeHead(state === 'ready' ? 200 : 503).end();
    });
  }

  modelMetadata(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      const { engine, format } = await this.#parts.models.find(model);
      const { inputs, outputs } = await this.#parts.models.use(model, 'tensor', async ({ session }) =>
        session.kind === 'tensor' ? session.facts : { inputs: [], outputs: [] },
      );
      sendJson(response, {
        name: model,
        platform: format === null ? engine : `${platforms[engine] ?? engine}_${format}`,
        inputs: inputs.map(describe),
        outputs: outputs.map(describe),
      });
    });
  }

  infer(route: RouteRequest): Promise<void> {
    const { models, bodies } = this.#parts;
    return this.#answer(route, ({ response, model, signal }) =>
      bodies.use(route.request, limits.maxMessageBytes, async (body) => {
        const { json, binary } = split(body, route.request.headers[jsonLengthHeader]);
        const request = checkBody(parseJson(json), inferRequest);
        const inputs = readTensors(request.inputs, binary);
        const outputs = await models.use(model, 'tensor', (open) => open.run(inputs, signal));
        sendOutputs(response, model, request, outputs);
      }),
    );
  }

  index(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response }) => {
      const { ready } = await this.#control(route, indexRequest);
      const models = await this.#parts.models.list();
      const entries = models.filter(({ kind }) => kind === 'tensor').map((model) => this.#indexEntry(model));
      sendJson(response, ready === true ? entries.filter(({ state }) => state === 'READY') : entries);
    });
  }

  load(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      const { parameters = {} } = await this.#control(route, loadRequest);
      await this.#parts.models.load(model, Object.keys(parameters).length > 0 ? parameters : null);
      response.writeHead(200).end();
    });
  }

  unload(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      await this.#control(route, unloadRequest);
      await this.#parts.models.unload(model);
      response.writeHead(200).end();
    });
  }

  #control<T>(route: RouteRequest, schema: v.GenericSchema<unknown, T>): Promise<T> {
    return this.#parts.bodies.use(route.request, maxControlBytes, async (body) =>
      checkBody(parseJson(body.toString()), schema),
    );
  }

  #indexEntry({ name, state, error }: ServedModel) {
    const reason = error ? this.#parts.formatMessage(error) : state === 'unloaded' ? 'unloaded' : '';
    return { name, state: state === 'ready' ? 'READY' : 'UNAVAILABLE', reason };
  }

  #answer(
    { request, response, parameters }: RouteRequest,
    work: (call: { response: ServerResponse; model: string; signal: AbortSignal }) => Promise<void>,
  ): Promise<void> {
    const errorBody = (error: AppError) => formatOipError(this.#parts.formatMessage(error));
    const model = parameters['model'] ?? '';
    return answerRequest(request, response, errorBody, (signal) => work({ response, model, signal }));
  }
}

/** An error in the format of the protocol. */
export function formatOipError(message: string): object {
  return { error: message };
}

function describe({ name, dtype, shape }: TensorSpec) {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : -1));
  return { name, datatype: oipTypes[dtype], shape: sizes };
}

/** @param header the length of the JSON; without it, the whole body is JSON */
function split(body: Buffer<ArrayBuffer>, header: string | string[] | undefined) {
  if (header === undefined) return { json: body.toString(), binary: new Uint8Array() };
  const length = Number(header);
  if (!/^\d+$/.test(String(header)) || length > body.length) {
    throw new AppError('request-invalid', { reason: 'body-field', field: jsonLengthHeader, actual: String(header) });
  }
  return { json: body.toString('utf8', 0, length), binary: body.subarray(length) };
}

function sendOutputs(response: ServerResponse, model: string, request: InferRequest, all: Tensors): void {
  const { id, outputs: requested = Object.keys(all).map((name) => ({ name })), parameters: defaults } = request;
  const binaryOf = new Map<string, boolean>();
  const chosen: Record<string, Tensors[string]> = {};
  for (const { name, parameters } of requested as NonNullable<InferRequest['outputs']>) {
    const tensor = all[name];
    if (!tensor) {
      throw new AppError('request-invalid', { reason: 'output-unknown', name, known: Object.keys(all).join(', ') });
    }
    if (parameters?.classification !== undefined) {
      throw new AppError('request-invalid', { reason: 'not-supported', feature: 'classification' });
    }
    chosen[name] = tensor;
    binaryOf.set(name, parameters?.binary_data ?? defaults?.binary_data_output ?? false);
  }
  const { entries, binary } = writeTensors(chosen, (name) => binaryOf.get(name) === true);
  const json = Buffer.from(JSON.stringify({ model_name: model, ...(id !== undefined && { id }), outputs: entries }));
  if (binary.length === 0) {
    response.writeHead(200, { 'Content-Type': 'application/json' }).end(json);
    return;
  }
  const length = binary.reduce((sum, bytes) => sum + bytes.length, json.length);
  response.writeHead(200, {
    'Content-Type': 'application/octet-stream',
    'Inference-Header-Content-Length': json.length,
    'Content-Length': length,
  });
  response.end(Buffer.concat([json, ...binary], length));
}
