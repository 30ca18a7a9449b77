import { expect, test } from 'vitest';
import { chatHash, parseChatLink } from './chat-link.ts';

const parse = (hash: string) => parseChatLink(new URLSearchParams(hash.replace(/^#\/chat\??/, '')));

test('an empty link leaves everything to the engine', () => {
  expect(parse('#/chat')).toEqual({
    runtime: null,
    device: 'wasm',
    threads: null,
    contextLength: null,
    prompt: null,
    maxTokens: null,
    temperature: null,
  });
  expect(chatHash(parse('#/chat'))).toBe('#/chat');
});

test('a link names how a model is opened and what it is asked', () => {
  const hash = '#/chat?device=webgpu&threads=2&context=512&prompt=Once%20upon&max=40&temperature=0';
  expect(parse(hash)).toEqual({
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

test('an empty prompt is one: the model begins by itself', () => {
  expect(parse('#/chat?prompt=').prompt).toBe('');
  expect(chatHash(parse('#/chat?prompt='))).toBe('#/chat?prompt=');
});

test.each([
  ['threads=0', 'threads is “0”'],
  ['threads=1.5', 'a whole number from 1 to 64'],
  ['threads=', 'threads is “”'],
  ['context=10', 'context is “10”'],
  ['max=1e9', 'max is “1e9”'],
  ['temperature=hot', 'temperature is “hot”'],
  ['temperature=-1', 'temperature is “-1”'],
  ['device=gpu', 'device is “gpu”'],
  ['runtime=ort', 'runtime is “ort”'],
])('refuses %s and says why', (query, why) => {
  expect(() => parse(`#/chat?${query}`)).toThrow(
    expect.objectContaining({ code: 'link-invalid', facts: { why: expect.stringContaining(why) } }),
  );
});
