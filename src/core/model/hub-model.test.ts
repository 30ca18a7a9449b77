import { expect, test } from 'vitest';
import { parseRemote } from './hub-model.ts';

const hub = 'https://hub.example';

test.each([
  ['org/name', { repository: 'org/name', revision: 'main', file: null }],
  [' org/name:onnx/model.onnx ', { repository: 'org/name', revision: 'main', file: 'onnx/model.onnx' }],
  ['org/na.me-1@v2:m.gguf', { repository: 'org/na.me-1', revision: 'v2', file: 'm.gguf' }],
  ['https://hub.example/org/name', { repository: 'org/name', revision: 'main', file: null }],
  ['https://hub.example/org/name/tree/dev', { repository: 'org/name', revision: 'dev', file: null }],
  [
    'https://hub.example/org/name/resolve/main/a/b%20c.gguf?download=true',
    { repository: 'org/name', revision: 'main', file: 'a/b c.gguf' },
  ],
])('parses "%s" as a repository, revision and file', (typed, expected) => {
  expect(parseRemote(typed, hub)).toEqual({ kind: 'repository', ...expected });
});

test('parses a URL outside the Hub as an address', () => {
  const url = 'https://elsewhere.example/m.onnx';
  expect(parseRemote(url, hub)).toEqual({ kind: 'address', url });
});

test.each(['', 'name', 'a/b/c', 'javascript:alert(1)', '../..', 'org/<b>'])('rejects “%s” as a model name', (typed) => {
  expect(() => parseRemote(typed, hub)).toThrow(expect.objectContaining({ code: 'address-invalid' }));
});
