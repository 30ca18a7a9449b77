import * as v from 'valibot';
import { AppError } from '#core/errors/error.ts';
import type { TensorSpec, Tensors } from '#core/engine/tensor.ts';
import type { Answer, ServerPool } from '../remote/server-pool.ts';
import { fromOipType } from '#core/engine/oip-types.ts';
import { jsonLengthHeader, readTensors, tensorEntry, writeTensors } from './oip-tensors.ts';

const serverMetadata = v.looseObject({
  name: v.string(),
  version: v.exactOptional(v.string()),
  extensions: v.exactOptional(v.array(v.string())),
});
const port = v.looseObject({ name: v.string(), datatype: v.string(), shape: v.array(v.number()) });
const modelMetadata = v.looseObject({
  platform: v.exactOptional(v.nullable(v.string())),
  inputs: v.array(port),
  outputs: v.array(port),
});
const index = v.array(v.looseObject({ name: v.string(), state: v.exactOptional(v.string()) }));
const inferResponse = v.looseObject({ outputs: v.array(v.looseObject(tensorEntry.entries)) });

const unfinished = new AbortController().signal;

/** The capabilities of a server. */
export interface OipServerFacts {
  readonly name: string;
  readonly version: string;
  /** Whether it declares support for binary tensors; otherwise this is tried. */
  readonly statesBinary: boolean;
}

/** A client of the Open Inference Protocol. */
export class OipClient {
  readonly #pool: ServerPool;
  /** Whether the server accepts binary tensors; `null` until known. */
  #isBinary: boolean | null = null;

  constructor(pool: ServerPool) {
    this.#pool = pool;
  }

  /** @throws AppError server-failed */
  async facts(): Promise<OipServerFacts> {
    const read = async (answer: Answer) => parseOrThrow(answer, serverMetadata, await answer.json());
    const { name, version = '', extensions = [] } = await this.#pool.request({ path: '/v2', signal: unfinished }, read);
    const statesBinary = extensions.includes('binary_tensor_data');
    if (statesBinary) this.#isBinary = true;
    return { name, version, statesBinary };
  }

  /**
   * The models of the server; `null` if it has no index.
   * @throws AppError server-failed if it does not answer
   */
  async models(): Promise<readonly string[] | null> {
    const request = { path: '/v2/repository/index', body: '{}', headers: json, signal: unfinished };
    try {
      const models = await this.#pool.request(request, async (answer) =>
        parseOrThrow(answer, index, await answer.json()),
      );
      return models.filter(({ state = 'READY' }) => state === 'READY').map(({ name }) => name);
    } catch (thrown) {
      if (isRejection(thrown)) return null;
      throw thrown;
    }
  }

  /** @throws AppError server-failed | model-unsupported for a type that Assay does not have */
  async metadata(model: string): Promise<{ readonly inputs: TensorSpec[]; readonly outputs: TensorSpec[] }> {
    const path = `/v2/models/${encodePath(model)}`;
    const read = async (answer: Answer) => parseOrThrow(answer, modelMetadata, await answer.json());
    const { inputs, outputs } = await this.#pool.request({ path, signal: unfinished }, read);
    const spec = ({ name, datatype, shape }: v.InferOutput<typeof port>): TensorSpec => {
      const dtype = fromOipType(datatype);
      if (dtype === null)
        throw new AppError('model-unsupported', { model, reason: 'value-type', value: name, type: datatype });
      return { name, dtype, shape: shape.map((size) => (size < 0 ? null : size)) };
    };
    return { inputs: inputs.map(spec), outputs: outputs.map(spec) };
  }

  /**
   * Sends tensors in binary form; if the server rejects that, uses JSON for this and all later requests.
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
      : json;
    const body = Buffer.concat([text, ...binary]);
    return this.#pool.request({ path: `/v2/models/${encodePath(model)}/infer`, body, headers, signal }, readOutputs);
  }
}

const json = { 'content-type': 'application/json' };

async function readOutputs(answer: Answer): Promise<Tensors> {
  const bytes = Buffer.from(await answer.bytes());
  const header = answer.headers.get(jsonLengthHeader);
  const length = header === null ? bytes.length : Number(header);
  const { outputs } = parseOrThrow(answer, inferResponse, answer.parse(bytes.toString('utf8', 0, length)));
  try {
    return readTensors(outputs, bytes.subarray(length));
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    throw answer.fault({ reason: 'answer-unexpected', field: String(thrown.facts['name'] ?? 'outputs') });
  }
}

/** @throws AppError server-failed */
function parseOrThrow<T>(answer: Answer, schema: v.GenericSchema<unknown, T>, value: unknown): T {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  throw answer.fault({ reason: 'answer-unexpected', field: v.getDotPath(parsed.issues[0]) ?? '' });
}

function isRejection(thrown: unknown): boolean {
  const { reason } = thrown instanceof AppError ? thrown.facts : {};
  return reason === 'server-rejects' || reason === 'server-token';
}

function encodePath(model: string): string {
  return model.split('/').map(encodeURIComponent).join('/');
}
