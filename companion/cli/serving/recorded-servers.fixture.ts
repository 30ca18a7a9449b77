import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

interface RecordedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}
type RecordedAnswers = Readonly<
  Record<string, RecordedAnswer | ((body: Buffer, headers: IncomingMessage['headers']) => RecordedAnswer)>
>;

const createJsonAnswer = (body: string, status = 200): RecordedAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body,
});
const createEventAnswer = (body: string): RecordedAnswer => ({
  status: 200,
  headers: { 'content-type': 'text/event-stream' },
  body,
});

const contractTensors =
  '"inputs":[{"name":"x","datatype":"FP32","shape":[-1,3]}],"outputs":[{"name":"y","datatype":"FP32","shape":[-1,2]}]';

/**
 * Answers of Triton 2.51.0 (nvidia-pytriton 0.7.0), which serves x · [[1, 2], [3, 4], [5, 6]] + [10, 20] and has no
 * index, to x = [[1, 2, 3], [0, 0, 1]].
 */
export const triton: RecordedAnswers = {
  'GET /v2': createJsonAnswer(
    '{"name":"triton","version":"2.51.0","extensions":["classification","sequence","model_repository","model_repository(unload_dependents)","schedule_policy","model_configuration","system_shared_memory","cuda_shared_memory","binary_tensor_data","parameters","statistics","trace","logging"]}',
  ),
  'GET /v2/models/contract': createJsonAnswer(
    `{"name":"contract","versions":["1"],"platform":"python",${contractTensors}}`,
  ),
  'GET /v2/models/none': createJsonAnswer(`{"error":"Request for unknown model: 'none' is not found"}`, 404),
  'POST /v2/repository/index': createJsonAnswer(
    `{"error":"This API is restricted, expecting header 'triton-access-token'"}`,
    403,
  ),
  'POST /v2/models/contract/infer': {
    status: 200,
    headers: { 'content-type': 'application/octet-stream', 'inference-header-content-length': '139' },
    body: Buffer.from(
      'eyJtb2RlbF9uYW1lIjoiY29udHJhY3QiLCJtb2RlbF92ZXJzaW9uIjoiMSIsIm91dHB1dHMiOlt7Im5hbWUiOiJ5IiwiZGF0YXR5cGUiOiJGUDMyIiwic2hhcGUiOlsyLDJdLCJwYXJhbWV0ZXJzIjp7ImJpbmFyeV9kYXRhX3NpemUiOjE2fX1dfQAAAEIAAEBCAABwQQAA0EE=',
      'base64',
    ),
  },
};

/** Answers of MLServer 1.7.1 for the same model: it has an index, takes JSON only and answers bytes with status 500. */
export const mlserver: RecordedAnswers = {
  'GET /v2': createJsonAnswer('{"name":"mlserver","version":"1.7.1","extensions":[]}'),
  'GET /v2/models/contract': createJsonAnswer(
    `{"name":"contract","versions":[],"platform":"",${contractTensors},"parameters":{}}`,
  ),
  'POST /v2/repository/index': (body) =>
    body.length > 0
      ? createJsonAnswer('[{"name":"contract","state":"READY","reason":""}]')
      : createJsonAnswer('{"detail":[]}', 422),
  'POST /v2/models/contract/infer': (_, headers) =>
    headers['inference-header-content-length'] === undefined
      ? createJsonAnswer(
          '{"model_name":"contract","id":"637f64b6-6426-4890-820c-5a665142ba24","parameters":{},"outputs":[{"name":"y","shape":[2,2],"datatype":"FP32","parameters":{"content_type":"np"},"data":[32.0,48.0,15.0,26.0]}]}',
        )
      : {
          status: 500,
          headers: { 'content-type': 'text/plain; charset=utf-8' },
          body: 'Traceback (most recent call last):',
        },
};

const chunk = (choice: string, more = '') =>
  `data: {"choices":[${choice}],"created":1795994104,"id":"chatcmpl-o4qUhuzbvU3jzyEOUMNAZ4SmRppzKA0B","model":"counting","system_fingerprint":"b0-unknown","object":"chat.completion.chunk"${more}}\n\n`;
const usage =
  ',"usage":{"completion_tokens":3,"prompt_tokens":4,"total_tokens":7,"prompt_tokens_details":{"cached_tokens":0}}';

/**
 * The events that llama-server (xllamacpp 2026.10.11549) sends when the counting model continues "ab" by three tokens.
 */
export const llamaEvents = [
  chunk('{"finish_reason":null,"index":0,"delta":{"role":"assistant","content":null}}'),
  ...['c', 'd', 'e'].map((letter) => chunk(`{"finish_reason":null,"index":0,"delta":{"content":"${letter}"}}`)),
  chunk('{"finish_reason":"length","index":0,"delta":{}}'),
  chunk('', usage),
  'data: [DONE]\n\n',
];

export const llamaServer: RecordedAnswers = {
  'GET /v1/models': createJsonAnswer(
    '{"models":[],"object":"list","data":[{"id":"counting","aliases":["counting"],"tags":[],"object":"model","created":1795994103,"owned_by":"llamacpp","meta":{"vocab_type":1,"n_vocab":42,"n_ctx":512,"n_ctx_train":2048,"n_embd":64,"n_params":28096,"size":112384,"ftype":"(guessed) all F32"}}]}',
  ),
  'POST /v1/chat/completions': createEventAnswer(llamaEvents.join('')),
  'POST /v1/embeddings': createJsonAnswer(
    '{"error":{"code":501,"message":"This server does not support embeddings. Start it with `--embeddings`","type":"not_supported_error"}}',
    501,
  ),
};

export interface TestServer {
  readonly url: string;
  /** The received requests, such as `GET /v2`, with their `Authorization` headers. */
  readonly requests: { readonly target: string; readonly authorization: string | undefined }[];
  /** Stops the server at once, and closes its connections. */
  kill(): Promise<void>;
}

/** Serves recorded answers.
 * @param override answers a request instead of the recording if it returns `true`
 */
export async function startRecordedServer(
  recorded: RecordedAnswers,
  override: (target: string, response: ServerResponse) => boolean = () => false,
): Promise<TestServer> {
  const requests: TestServer['requests'] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const target = `${request.method} ${request.url}`;
    requests.push({ target, authorization: request.headers.authorization });
    const chunks: Buffer[] = [];
    for await (const data of request as AsyncIterable<Buffer>) chunks.push(data);
    if (override(target, response)) return;
    const recordedAnswer = recorded[target] ?? createJsonAnswer('{"detail":"Not Found"}', 404);
    const { status, headers, body } =
      typeof recordedAnswer === 'function' ? recordedAnswer(Buffer.concat(chunks), request.headers) : recordedAnswer;
    response.writeHead(status, headers).end(body);
  };
  const server: Server = createServer(
    (request, response) => void answer(request, response).catch(() => response.destroy()),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const kill = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests, kill };
}
