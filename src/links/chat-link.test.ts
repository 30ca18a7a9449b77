import { expect, test } from 'vitest';
import { catalogue } from './catalogue.fixture.ts';
import { formatChatHash, parseChatLink } from './chat-link.ts';

const parse = (hash: string) =>
  parseChatLink(new URLSearchParams(hash.replace(/^#\/chat\??/, '')), catalogue.hubModels);

test('an empty chat link sets nothing', () => {
  expect(parse('#/chat')).toEqual({
    model: null,
    linkedId: null,
    expectsFile: false,
    engine: null,
    device: null,
    threads: null,
    prompt: null,
    maxTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    repeatPenalty: null,
    seed: null,
    stop: [],
    jsonSchema: null,
    raw: false,
  });
  expect(formatChatHash(parse('#/chat'))).toBe('#/chat');
});

test('a chat link contains the setup and prompt of a model and is parsed back', () => {
  const hash =
    '#/chat?device=webgpu&threads=2&context=512&prompt=Once%20upon&max=40&temperature=0' +
    '&top-p=0.9&top-k=20&repeat=1.2&seed=7&raw=1&schema=%7B%22enum%22%3A%5B1%5D%7D&stop=%0A&stop=The%20end';
  expect(parse(hash)).toEqual({
    model: null,
    linkedId: null,
    expectsFile: false,
    engine: null,
    device: 'webgpu',
    threads: 2,
    contextLength: 512,
    prompt: 'Once upon',
    maxTokens: 40,
    temperature: 0,
    topP: 0.9,
    topK: 20,
    repeatPenalty: 1.2,
    seed: 7,
    stop: ['\n', 'The end'],
    jsonSchema: { enum: [1] },
    raw: true,
  });
  expect(parse(formatChatHash(parse(hash)))).toEqual(parse(hash));
});

test('a stored model is specified by its id, a catalogue model by its name', () => {
  const hash = '#/chat?model=org%2Fname%3Asmall.gguf&engine=wllama&threads=2';
  expect(parse(hash)).toMatchObject({ model: 'org/name:small.gguf', engine: 'wllama', expectsFile: false });
  expect(formatChatHash(parse(hash))).toBe(hash);
  expect(parse('#/chat?model=llama-3.2-1b-gguf').model).toBe(
    'bartowski/Llama-3.2-1B-Instruct-GGUF:Llama-3.2-1B-Instruct-Q4_K_M.gguf',
  );
});

test('a chat link states that the user chooses the files, or names the linked model', () => {
  expect(parse('#/chat?file=1&threads=1')).toMatchObject({ model: null, expectsFile: true });
  expect(formatChatHash(parse('#/chat?file=1&threads=1'))).toBe('#/chat?file=1&threads=1');
  expect(parse('#/chat?linked=tiny.gguf')).toMatchObject({ model: null, linkedId: 'tiny.gguf', expectsFile: false });
  expect(formatChatHash(parse('#/chat?linked=tiny.gguf'))).toBe('#/chat?linked=tiny.gguf');
});

test('an empty prompt in a chat link is preserved, so the model starts the text', () => {
  expect(parse('#/chat?prompt=').prompt).toBe('');
  expect(formatChatHash(parse('#/chat?prompt='))).toBe('#/chat?prompt=');
});

test.each([
  ['repeat=3', 'setting: repeat; value: 3'],
  ['top-k=0', 'setting: top-k; value: 0'],
  ['raw=0', 'setting: raw; value: 0'],
  ['schema=[]', 'schema: []'],
  ['threads=0', 'setting: threads; value: 0'],
  ['threads=1.5', 'reason: setting-whole; min: 1; max: 64; setting: threads'],
  ['threads=2&threads=2', 'reason: setting-repeated; setting: threads'],
  ['modle=x', 'reason: setting-unknown; setting: modle; known: model, linked, file'],
  ['file=0', 'setting: file; value: 0'],
  ['file=1&model=org/name:a.gguf', 'reason: not-one-subject; named: model, file;'],
  ['model=org/name:a.tflite', 'reason: no-engine-for-file; file: a.tflite'],
  ['model=org/name:a.gguf&engine=webllm', 'reason: engine-of-other-model; engine: webllm; engines: wllama'],
  ['threads=', 'setting: threads; value: '],
  ['context=10', 'setting: context; value: 10'],
  ['max=1e9', 'setting: max; value: 1e9'],
  ['temperature=hot', 'setting: temperature; value: hot'],
  ['temperature=-1', 'setting: temperature; value: -1'],
  ['device=gpu', 'setting: device; value: gpu'],
  ['device=webgl', 'choices: wasm, webgpu; setting: device; value: webgl'],
  ['engine=webllm&device=wasm', 'choices: webgpu; setting: device; value: wasm'],
  ['engine=ort', 'setting: engine; value: ort'],
])('the chat link %s is rejected, with the reason', (query, why) => {
  expect(() => parse(`#/chat?${query}`)).toThrow(
    expect.objectContaining({ code: 'link-invalid', message: expect.stringContaining(why) }),
  );
});

test('a chat link names a language model of the companion, or of a server', () => {
  const remote = parse('#/chat?model=server:far/llama3:8b');
  expect(remote).toMatchObject({ model: 'server:far/llama3:8b', engine: 'openai', device: 'server' });
  expect(parse(formatChatHash(remote))).toEqual(remote);
  expect(parse('#/chat?model=companion:chat/a.gguf')).toMatchObject({ engine: 'llama', device: 'cpu' });
  expect(() => parse('#/chat?model=companion:net.onnx')).toThrow('net.onnx');
});

test('a chat link names llama.cpp in the companion', () => {
  const hash = '#/chat?file=1&host=companion&engine=llama&device=gpu&gpu-layers=4';
  expect(parse(hash)).toMatchObject({ engine: 'llama', device: 'gpu', gpuLayers: 4 });
  expect(formatChatHash(parse(hash))).toBe(hash);
  expect(parse('#/chat?file=1&host=companion')).toMatchObject({ engine: 'llama', device: 'cpu' });
  expect(() => parse('#/chat?file=1&host=companion&engine=wllama')).toThrow('setting: engine');
});
