import { expect, test } from 'vitest';
import { catalogue } from './catalogue.fixture.ts';
import { chatHash, parseChatLink } from './chat-link.ts';

const parse = (hash: string) =>
  parseChatLink(new URLSearchParams(hash.replace(/^#\/chat\??/, '')), catalogue.hubModels);

test('an empty chat link leaves everything to the engine', () => {
  expect(parse('#/chat')).toEqual({
    model: null,
    expectsFile: false,
    runtime: null,
    device: 'wasm',
    threads: null,
    prompt: null,
    maxTokens: null,
    temperature: null,
  });
  expect(chatHash(parse('#/chat'))).toBe('#/chat');
});

test('a chat link names how a model is opened and what it is asked, and gives it back', () => {
  const hash = '#/chat?device=webgpu&threads=2&context=512&prompt=Once%20upon&max=40&temperature=0';
  expect(parse(hash)).toEqual({
    model: null,
    expectsFile: false,
    runtime: null,
    device: 'webgpu',
    threads: 2,
    contextLength: 512,
    prompt: 'Once upon',
    maxTokens: 40,
    temperature: 0,
  });
  expect(parse(chatHash(parse(hash)))).toEqual(parse(hash));
});

test('a stored model is named by its id, one of the catalogue by its name', () => {
  const hash = '#/chat?model=org%2Fname%3Asmall.gguf&runtime=wllama&threads=2';
  expect(parse(hash)).toMatchObject({ model: 'org/name:small.gguf', runtime: 'wllama', expectsFile: false });
  expect(chatHash(parse(hash))).toBe(hash);
  expect(parse('#/chat?model=llama-3.2-1b-gguf').model).toBe(
    'bartowski/Llama-3.2-1B-Instruct-GGUF:Llama-3.2-1B-Instruct-Q4_K_M.gguf',
  );
});

test('files that another page hands over are not in the address that opens the model again', () => {
  expect(parse('#/chat?file=1&threads=1')).toMatchObject({ model: null, expectsFile: true });
  expect(chatHash(parse('#/chat?file=1&threads=1'))).toBe('#/chat?threads=1');
});

test('an empty prompt in a chat link is kept: the model begins by itself', () => {
  expect(parse('#/chat?prompt=').prompt).toBe('');
  expect(chatHash(parse('#/chat?prompt='))).toBe('#/chat?prompt=');
});

test.each([
  ['threads=0', 'threads is “0”'],
  ['threads=1.5', 'a whole number from 1 to 64'],
  ['threads=2&threads=2', 'sets “threads” twice'],
  ['modle=x', 'a setting “modle”; known are model, file'],
  ['file=0', 'file is “0”'],
  ['file=1&model=org/name:a.gguf', 'it names model and file'],
  ['model=org/name:a.onnx', 'no engine of this page opens a.onnx'],
  ['model=org/name:a.gguf&runtime=webllm', 'the model is one for wllama'],
  ['threads=', 'threads is “”'],
  ['context=10', 'context is “10”'],
  ['max=1e9', 'max is “1e9”'],
  ['temperature=hot', 'temperature is “hot”'],
  ['temperature=-1', 'temperature is “-1”'],
  ['device=gpu', 'device is “gpu”'],
  ['device=webgl', 'device is “webgl”; it can be wasm, webgpu'],
  ['runtime=webllm&device=wasm', 'device is “wasm”; it can be webgpu'],
  ['runtime=ort', 'runtime is “ort”'],
])('the chat link %s is refused, with the reason', (query, why) => {
  expect(() => parse(`#/chat?${query}`)).toThrow(
    expect.objectContaining({ code: 'link-invalid', facts: { why: expect.stringContaining(why) } }),
  );
});
