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

/** The names that Triton's model configuration has for engines that Triton also supports. */
const platformNames: Readonly<Partial<Record<EngineId, string>>> = { ort: 'onnxruntime', litert: 'litert' };

/** The maximum size of a body without tensors. Heuristic, not measured. */
const maxControlBytes = 64 << 10;

interface OipServerOptions {
  readonly models: ServedModels;
  readonly bodies: RequestBodies;
  /** The version of this program. */
  readonly version: string;
  /** Formats the message of an error, with its fix. */
  readonly formatMessage: (error: AppError) => string;
}

/**
 * A server of the Open Inference Protocol, version 2, over REST, with the extensions for binary tensors and the model
 * repository: https://github.com/open-inference/open-inference-protocol and Triton's `protocol/extension_*.md`.
 */
export class OipServer {
  readonly #options: OipServerOptions;

  constructor(options: OipServerOptions) {
    this.#options = options;
  }

  sendMetadata({ response }: RouteRequest): void {
    const extensions = ['binary_tensor_data', 'model_repository'];
    sendJson(response, { name: 'assay', version: this.#options.version, extensions });
  }

  sendModelReady(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      const { state } = await this.#options.models.find(model);
      response.writeHead(state === 'ready' ? 200 : 503).end();
    });
  }

  sendModelMetadata(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      const { engine, format } = await this.#options.models.find(model);
      const { inputs, outputs } = await this.#options.models.withModel(model, 'tensor', async ({ session }) =>
        session.kind === 'tensor' ? session.facts : { inputs: [], outputs: [] },
      );
      sendJson(response, {
        name: model,
        platform: format === null ? engine : `${platformNames[engine] ?? engine}_${format}`,
        inputs: inputs.map(toTensorMetadata),
        outputs: outputs.map(toTensorMetadata),
      });
    });
  }

  infer(route: RouteRequest): Promise<void> {
    const { models, bodies } = this.#options;
    return this.#answer(route, ({ response, model, signal }) =>
      bodies.withBody(route.request, limits.maxMessageBytes, async (body) => {
        const { json, binary } = splitBody(body, route.request.headers[jsonLengthHeader]);
        const request = checkBody(parseJson(json), inferRequest);
        const inputs = readTensors(request.inputs, binary);
        const outputs = await models.withModel(model, 'tensor', (open) => open.run(inputs, signal));
        sendOutputs(response, model, request, outputs);
      }),
    );
  }

  sendIndex(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response }) => {
      const { ready } = await this.#readControlBody(route, indexRequest);
      const models = await this.#options.models.list();
      const entries = models.filter(({ kind }) => kind === 'tensor').map((model) => this.#toIndexEntry(model));
      sendJson(response, ready === true ? entries.filter(({ state }) => state === 'READY') : entries);
    });
  }

  load(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      const { parameters = {} } = await this.#readControlBody(route, loadRequest);
      await this.#options.models.load(model, Object.keys(parameters).length > 0 ? parameters : null);
      response.writeHead(200).end();
    });
  }

  unload(route: RouteRequest): Promise<void> {
    return this.#answer(route, async ({ response, model }) => {
      await this.#readControlBody(route, unloadRequest);
      await this.#options.models.unload(model);
      response.writeHead(200).end();
    });
  }

  #readControlBody<T>(route: RouteRequest, schema: v.GenericSchema<unknown, T>): Promise<T> {
    return this.#options.bodies.withBody(route.request, maxControlBytes, async (body) =>
      checkBody(parseJson(body.toString()), schema),
    );
  }

  #toIndexEntry({ name, state, error }: ServedModel) {
    const reason = error ? this.#options.formatMessage(error) : state === 'unloaded' ? 'unloaded' : '';
    return { name, state: state === 'ready' ? 'READY' : 'UNAVAILABLE', reason };
  }

  #answer(
    { request, response, parameters }: RouteRequest,
    work: (call: { response: ServerResponse; model: string; signal: AbortSignal }) => Promise<void>,
  ): Promise<void> {
    const formatErrorBody = (error: AppError) => formatOipError(this.#options.formatMessage(error));
    const model = parameters['model'] ?? '';
    return answerRequest(request, response, formatErrorBody, (signal) => work({ response, model, signal }));
  }
}

/** Formats an error as the protocol requires. */
export function formatOipError(message: string): object {
  return { error: message };
}

function toTensorMetadata({ name, dtype, shape }: TensorSpec) {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : -1));
  return { name, datatype: oipTypes[dtype], shape: sizes };
}

/** @param header the length of the JSON in bytes; without it, the whole body is JSON */
function splitBody(body: Buffer<ArrayBuffer>, header: string | string[] | undefined) {
  if (header === undefined) return { json: body.toString(), binary: new Uint8Array() };
  const length = Number(header);
  if (!/^\d+$/.test(String(header)) || length > body.length) {
    throw new AppError('request-invalid', { reason: 'body-field', field: jsonLengthHeader, actual: String(header) });
  }
  return { json: body.toString('utf8', 0, length), binary: body.subarray(length) };
}

function sendOutputs(response: ServerResponse, model: string, request: InferRequest, outputs: Tensors): void {
  const { id, outputs: requested = Object.keys(outputs).map((name) => ({ name })), parameters: defaults } = request;
  const isBinaryByName = new Map<string, boolean>();
  const selectedOutputs: Record<string, Tensors[string]> = {};
  for (const { name, parameters } of requested as NonNullable<InferRequest['outputs']>) {
    const tensor = outputs[name];
    if (!tensor) {
      throw new AppError('request-invalid', { reason: 'output-unknown', name, known: Object.keys(outputs).join(', ') });
    }
    if (parameters?.classification !== undefined) {
      throw new AppError('request-invalid', { reason: 'not-supported', feature: 'classification' });
    }
    selectedOutputs[name] = tensor;
    isBinaryByName.set(name, parameters?.binary_data ?? defaults?.binary_data_output ?? false);
  }
  const { entries, binary } = writeTensors(selectedOutputs, (name) => isBinaryByName.get(name) === true);
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
