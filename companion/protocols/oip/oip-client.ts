import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { TensorSpec, Tensors } from '#core/engine/tensor.ts';
import type { RemoteResponse, ServerPool } from '../remote/server-pool.ts';
import { fromOipType } from '#core/engine/oip-types.ts';
import { jsonLengthHeader, readTensors, tensorEntry, writeTensors } from './oip-tensors.ts';

const serverMetadata = v.looseObject({
  name: v.string(),
  version: v.exactOptional(v.string()),
  extensions: v.exactOptional(v.array(v.string())),
});
const tensorMetadata = v.looseObject({ name: v.string(), datatype: v.string(), shape: v.array(v.number()) });
const modelMetadata = v.looseObject({
  platform: v.exactOptional(v.nullable(v.string())),
  inputs: v.array(tensorMetadata),
  outputs: v.array(tensorMetadata),
});
const modelIndex = v.array(v.looseObject({ name: v.string(), state: v.exactOptional(v.string()) }));
const inferResponse = v.looseObject({ outputs: v.array(v.looseObject(tensorEntry.entries)) });

const neverAborted = new AbortController().signal;

/** The capabilities of a server. */
export interface OipServerFacts {
  readonly name: string;
  readonly version: string;
  /** Whether the server declares support for binary tensors. If it does not, the client still tries them once. */
  readonly declaresBinary: boolean;
}

/** A client of the Open Inference Protocol. */
export class OipClient {
  readonly #pool: ServerPool;
  /** Whether the server accepts binary tensors; `null` until known. */
  #isBinary: boolean | null = null;

  constructor(pool: ServerPool) {
    this.#pool = pool;
  }

  /**
   * Reads the name, version and extensions of the server.
   * @throws AppError server-failed
   */
  async readFacts(): Promise<OipServerFacts> {
    const readResponse = async (response: RemoteResponse) =>
      parseOrThrow(response, serverMetadata, await response.readJson());
    const {
      name,
      version = '',
      extensions = [],
    } = await this.#pool.request({ path: '/v2', signal: neverAborted }, readResponse);
    const declaresBinary = extensions.includes('binary_tensor_data');
    if (declaresBinary) this.#isBinary = true;
    return { name, version, declaresBinary };
  }

  /**
   * Lists the models of the server; `null` if it has no index.
   * @throws AppError server-failed if it does not answer
   */
  async listModels(): Promise<readonly string[] | null> {
    const request = { path: '/v2/repository/index', body: '{}', headers: jsonHeaders, signal: neverAborted };
    try {
      const entries = await this.#pool.request(request, async (response) =>
        parseOrThrow(response, modelIndex, await response.readJson()),
      );
      return entries.filter(({ state = 'READY' }) => state === 'READY').map(({ name }) => name);
    } catch (thrown) {
      if (isRejection(thrown)) return null;
      throw thrown;
    }
  }

  /**
   * Reads the inputs and outputs of a model.
   * @throws AppError server-failed | model-unsupported for a type that Assay does not support
   */
  async readMetadata(model: string): Promise<{ readonly inputs: TensorSpec[]; readonly outputs: TensorSpec[] }> {
    const path = `/v2/models/${encodePath(model)}`;
    const readResponse = async (response: RemoteResponse) =>
      parseOrThrow(response, modelMetadata, await response.readJson());
    const { inputs, outputs } = await this.#pool.request({ path, signal: neverAborted }, readResponse);
    const spec = ({ name, datatype, shape }: v.InferOutput<typeof tensorMetadata>): TensorSpec => {
      const dtype = fromOipType(datatype);
      if (dtype === null)
        throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: datatype });
      return { name, dtype, shape: shape.map((size) => (size < 0 ? null : size)) };
    };
    return { inputs: inputs.map(spec), outputs: outputs.map(spec) };
  }

  /**
   * Runs a model. Tensors are sent in binary form; if the server rejects that, this and all later requests use JSON.
   * @throws AppError server-failed | request-invalid for values that JSON cannot express
   */
  async infer(model: string, inputs: Tensors, signal: AbortSignal): Promise<Tensors> {
    if (this.#isBinary === false) return this.#infer(model, inputs, false, signal);
    try {
      const outputs = await this.#infer(model, inputs, true, signal);
      this.#isBinary = true;
      return outputs;
    } catch (thrown) {
      // MLServer answers binary tensors with status 500.
      if (this.#isBinary === true || !isRejection(thrown)) throw thrown;
    }
    const outputs = await this.#infer(model, inputs, false, signal);
    this.#isBinary = false;
    return outputs;
  }

  async #infer(model: string, inputs: Tensors, isBinary: boolean, signal: AbortSignal): Promise<Tensors> {
    const { entries, binary } = writeTensors(inputs, () => isBinary);
    const request = { inputs: entries, ...(isBinary && { parameters: { binary_data_output: true } }) };
    const text = Buffer.from(JSON.stringify(request));
    const headers = isBinary
      ? { 'content-type': 'application/octet-stream', [jsonLengthHeader]: String(text.length) }
      : jsonHeaders;
    const body = Buffer.concat([text, ...binary]);
    return this.#pool.request({ path: `/v2/models/${encodePath(model)}/infer`, body, headers, signal }, readOutputs);
  }
}

const jsonHeaders = { 'content-type': 'application/json' };

async function readOutputs(response: RemoteResponse): Promise<Tensors> {
  const bytes = Buffer.from(await response.readBytes());
  const header = response.headers.get(jsonLengthHeader);
  const length = header === null ? bytes.length : Number(header);
  const { outputs } = parseOrThrow(response, inferResponse, response.parseJson(bytes.toString('utf8', 0, length)));
  try {
    return readTensors(outputs, bytes.subarray(length));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw response.createError({ reason: 'answer-unexpected', field: String(thrown.facts['name'] ?? 'outputs') });
  }
}

/** @throws AppError server-failed */
function parseOrThrow<T>(response: RemoteResponse, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw response.createError({ reason: 'answer-unexpected', field: v.getDotPath(parsed.issues[0]) ?? '' });
}

function isRejection(thrown: unknown): boolean {
  const { reason } = thrown instanceof AppError ? thrown.facts : {};
  return reason === 'server-rejects' || reason === 'server-token';
}

function encodePath(model: string): string {
  return model.split('/').map(encodeURIComponent).join('/');
}
