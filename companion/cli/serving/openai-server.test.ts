import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createContractModel } from '#runtimes/ort/contract-model.fixture.ts';
import { createCountingLlama } from '#runtimes/wllama/counting-llama.fixture.ts';
import { findSkipReason } from '../../engines/packages/added-package.fixture.ts';
import { send } from '../../gateway/gateway.fixture.ts';
import { startClientServers, type TestServers } from './client-servers.fixture.ts';
import { createHostedEngines } from '../native/hosted-engines.ts';

// The model of these tests continues the alphabet (`counting-llama.fixture.ts`): "ab" is followed by "cdef…".
const skipReason = await findSkipReason('llama');
const engines = createHostedEngines();
let companion: TestServers;
let key: string;

beforeAll(async () => {
  companion = await startClientServers(
    { 'counting.gguf': createCountingLlama(), 'tensors.onnx': createContractModel() },
    engines,
  );
  key = await companion.createKey('read', 'run');
});
afterAll(async () => {
  await companion.close();
  await engines.close();
});

const model = 'counting.gguf';
const messages = [{ role: 'user', content: 'ab' }];

function post(path: string, body: object, signal: AbortSignal | null = null): Promise<Response> {
  const headers = { authorization: `Bearer ${key}` };
  return fetch(companion.url + path, { method: 'POST', headers, body: JSON.stringify({ model, ...body }), signal });
}

async function ask(path: string, body: object): Promise<{ status: number; json: Record<string, unknown> }> {
  const response = await post(path, body);
  return { status: response.status, json: (await response.json()) as Record<string, unknown> };
}

/** Reads the events of a stream, without the last one, `[DONE]`. */
async function readEvents(body: object, path = '/v1/chat/completions'): Promise<Record<string, unknown>[]> {
  const text = await (await post(path, { stream: true, ...body })).text();
  const lines = text.split('\n\n').filter((line) => line !== '');
  expect(lines.pop()).toBe('data: [DONE]');
  return lines.map((line) => JSON.parse(line.replace(/^data: /, '')) as Record<string, unknown>);
}

describe.skipIf(skipReason)(`the OpenAI API ${skipReason}`, () => {
  test('answers a conversation with a finish reason and token counts', async () => {
    const { json } = await ask('/v1/chat/completions', { messages, max_tokens: 3, temperature: 0 });
    expect(json).toMatchObject({
      object: 'chat.completion',
      model,
      choices: [{ index: 0, message: { role: 'assistant', content: 'cde' }, finish_reason: 'length' }],
      // The start token, a space and two letters.
      usage: { prompt_tokens: 4, completion_tokens: 3, total_tokens: 7 },
    });
  });

  test('streams the role, the text, the finish reason and the requested usage', async () => {
    const request = { messages, max_completion_tokens: 3, temperature: 0, stream_options: { include_usage: true } };
    const actual = await readEvents(request);
    expect(actual[0]).toMatchObject({ object: 'chat.completion.chunk', choices: [{ delta: { role: 'assistant' } }] });
    const choices = actual.flatMap(
      (entry) => entry['choices'] as { delta: { content?: string }; finish_reason: unknown }[],
    );
    expect(choices.map(({ delta }) => delta.content ?? '').join('')).toBe('cde');
    expect(choices.map((choice) => choice.finish_reason)).toEqual([null, null, null, 'length']);
    expect(actual.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 3 } });
    expect(new Set(actual.map(({ id }) => id)).size).toBe(1);
  });

  test('ends an answer before a stop sequence', async () => {
    for (const stop of ['f', ['x', 'ef']]) {
      const { json } = await ask('/v1/chat/completions', { messages, stop, max_tokens: 10, temperature: 0 });
      const content = Array.isArray(stop) ? 'cd' : 'cde';
      expect(json).toMatchObject({ choices: [{ message: { content }, finish_reason: 'stop' }] });
    }
  });

  test('generates the same text for the same seed, and another text for another seed', async () => {
    const generate = async (seed: number) => {
      const sampling = { max_tokens: 30, temperature: 5, top_p: 1, seed };
      const { json } = await ask('/v1/completions', { prompt: 'a', ...sampling });
      return (json['choices'] as { text: string }[])[0]!.text;
    };
    const [first, again, other] = [await generate(1), await generate(1), await generate(2)];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
  });

  test('constrains the answer to a JSON Schema', async () => {
    const schema = { type: 'string', enum: ['xyz'] };
    const response_format = { type: 'json_schema', json_schema: { name: 'word', schema } };
    const { json } = await ask('/v1/chat/completions', { messages, response_format, max_tokens: 20, temperature: 0 });
    expect(json).toMatchObject({ choices: [{ message: { content: '"xyz"' }, finish_reason: 'stop' }] });
  });

  test('continues several prompts in one answer, and in one stream', async () => {
    const request = { prompt: ['a', 'm'], max_tokens: 2, temperature: 0 };
    const { json } = await ask('/v1/completions', request);
    expect(json).toMatchObject({
      object: 'text_completion',
      choices: [
        { index: 0, text: 'bc' },
        { index: 1, text: 'no' },
      ],
      usage: { completion_tokens: 4 },
    });
    const choices = (await readEvents(request, '/v1/completions')).flatMap(
      (event) => event['choices'] as { index: number; text: string }[],
    );
    const choiceText = (index: number) => choices.filter((choice) => choice.index === index).map(({ text }) => text);
    expect([choiceText(0).join(''), choiceText(1).join('')]).toEqual(['bc', 'no']);
  });

  test('returns the embedding of each text as numbers or as base64', async () => {
    // The norm scales the one-hot vector of the last letter to the root of its width, 8: c is token 7, d is 8.
    const { json } = await ask('/v1/embeddings', { input: ['abc', 'd'] });
    const [first, second] = json['data'] as { embedding: number[]; index: number }[];
    expect([first!.embedding[7], second!.embedding[8]].map((value) => Math.round(value!))).toEqual([8, 8]);
    expect(json).toMatchObject({ object: 'list', usage: { prompt_tokens: 8, total_tokens: 8 } });
    const encoded = await ask('/v1/embeddings', { input: 'abc', encoding_format: 'base64' });
    const [{ embedding }] = encoded.json['data'] as [{ embedding: string }];
    const bytes = Buffer.from(embedding, 'base64');
    expect(bytes.readFloatLE(7 * 4)).toBeCloseTo(first!.embedding[7]!, 5);
    expect(bytes.length).toBe(first!.embedding.length * 4);
  });

  test('serves the next client after another disconnects during its answer', async () => {
    const controller = new AbortController();
    const request = { messages, max_tokens: 2000, temperature: 0 };
    const response = await post('/v1/chat/completions', { ...request, stream: true }, controller.signal);
    await response.body!.getReader().read();
    controller.abort();
    const { json } = await ask('/v1/chat/completions', { messages, max_tokens: 1, temperature: 0 });
    expect(json).toMatchObject({ choices: [{ message: { content: 'c' } }] });
  });

  test("rejects a prompt longer than the context with OpenAI's error code", async () => {
    const tooLong = { messages: [{ role: 'user', content: 'a'.repeat(3000) }] };
    for (const stream of [false, true]) {
      const { status, json } = await ask('/v1/chat/completions', { ...tooLong, stream });
      expect(status).toBe(400);
      expect(json).toMatchObject({ error: { type: 'invalid_request_error', code: 'context_length_exceeded' } });
    }
  });
});

test('lists the models that generate text', async () => {
  const { body } = await send(companion.port, '/v1/models', { headers: { authorization: `Bearer ${key}` } });
  expect(JSON.parse(body)).toMatchObject({ object: 'list', data: [{ id: model, object: 'model', owned_by: 'assay' }] });
});

test.each<[string, string, object, number, string]>([
  ['an unknown model', '/v1/chat/completions', { model: 'gpt-4o', messages }, 404, 'no model called gpt-4o'],
  ['a tensor model', '/v1/chat/completions', { model: 'tensors.onnx', messages }, 400, 'not a text model'],
  ['no messages', '/v1/chat/completions', {}, 400, 'messages'],
  ['an unknown role', '/v1/chat/completions', { messages: [{ role: 'judge' }] }, 400, 'role: judge'],
  [
    'an image',
    '/v1/chat/completions',
    { messages: [{ role: 'user', content: [{ type: 'image_url', image_url: { url: 'http://127.0.0.1/' } }] }] },
    400,
    'image_url',
  ],
  ['a tool', '/v1/chat/completions', { messages, tools: [{ type: 'function' }] }, 400, 'tools'],
  ['several answers', '/v1/chat/completions', { messages, n: 2 }, 400, '“n”'],
  ['a temperature that is a text', '/v1/chat/completions', { messages, temperature: 'hot' }, 400, 'temperature'],
  ['a negative number of tokens', '/v1/completions', { prompt: 'a', max_tokens: -1 }, 400, 'max_tokens'],
  ['tokens instead of text', '/v1/embeddings', { input: [1, 2] }, 400, 'input'],
])("rejects %s with an error in OpenAI's format", async (_, path, body, status, message) => {
  const answer = await ask(path, body);
  expect((answer.json['error'] as { message: string }).message).toContain(message);
  expect(answer.json['error']).toMatchObject({ type: 'invalid_request_error' });
  expect(answer.status).toBe(status);
});

test('every endpoint of the OpenAI API rejects a request without a key', async () => {
  for (const path of ['/v1/chat/completions', '/v1/completions', '/v1/embeddings', '/v1/models']) {
    const { status, body } = await send(companion.port, path, { method: path === '/v1/models' ? 'GET' : 'POST' });
    expect(status).toBe(401);
    expect(JSON.parse(body)).toMatchObject({ error: { type: 'invalid_request_error' } });
  }
});
