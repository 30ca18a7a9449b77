import { describe, expect, test } from 'vitest';
import { toAppError } from './remote-error.ts';
import { readClientMessage } from './client-messages.ts';
import vectors from './test-vectors/messages.json' with { type: 'json' };
import { negotiateVersion } from './version.ts';

const hello = JSON.parse(vectors.page.texts.find((text) => text.includes('"token"'))!) as object;
const open = JSON.parse(vectors.page.texts.find((text) => text.includes('"uploaded"'))!) as {
  model: { files: object[] };
};

describe('rejects a message with', () => {
  test.each<[string, unknown, object]>([
    ['invalid JSON', undefined, { reason: 'message-not-json' }],
    ['an unknown type', { type: 'shell', id: 1 }, { reason: 'message-type', type: 'shell' }],
    ['no type', { id: 1 }, { reason: 'message-type', type: 'undefined' }],
    ['a type that cannot become text', { type: { toString: 1 } }, { reason: 'message-type', type: 'object' }],
    ['null', null, { reason: 'message-type', type: 'undefined' }],
    ['a list', [], { reason: 'message-type', type: 'undefined' }],
    ['a type of the companion', { type: 'welcome' }, { reason: 'message-type', type: 'welcome' }],
    ['a frame as text', { type: 'run', id: 1, session: 1 }, { reason: 'message-type', type: 'run' }],
    ['a request id above 32 bits', { type: 'list-engines', id: 2 ** 32 }, { field: 'id' }],
    ['a field of another type', { type: 'close', id: 3, session: '1' }, { field: 'session', id: 3 }],
    ['an engine that is not in the table', { ...open, engine: 'sh' }, { field: 'engine' }],
    ['a setting that is not in the table', { ...open, settings: { library: '/x.so' } }, { field: 'settings.library' }],
    ['a setting out of range', { ...open, settings: { contextLength: 1 } }, { field: 'settings.contextLength' }],
    ...[31, 33].map((length): [string, unknown, object] => [
      `a token of ${length} bytes instead of 32`,
      { ...hello, auth: { kind: 'token', token: Buffer.alloc(length).toString('base64') } },
      { field: 'auth.token' },
    ]),
    ['a deadline of 0', { ...open, deadlineMs: 0 }, { field: 'deadlineMs' }],
    ...['../x', '/etc/passwd', 'a\0b', '..\\x', 'C:x', 'a/../b', '.', '//host/x', 'x.'].map(
      (name): [string, unknown, object] => [
        `the model name ${JSON.stringify(name)}`,
        { ...open, model: { kind: 'named', name } },
        { field: 'model.name' },
      ],
    ),
    [
      'a file name that leaves the folder',
      { ...open, model: { ...open.model, files: [{ ...open.model.files[0], name: '../x' }] } },
      { field: 'model.files.0.name' },
    ],
  ])('%s', (_, message, facts) => {
    const text = message === undefined ? '{' : JSON.stringify(message);
    expect(() => readClientMessage(text)).toThrowError(
      expect.objectContaining({ code: 'message-invalid', facts: expect.objectContaining(facts) }),
    );
  });
});

describe('the negotiated version', () => {
  test('is the highest that both sides support', () => {
    expect(negotiateVersion({ min: 1, max: 3 }, { min: 2, max: 5 })).toBe(3);
    expect(negotiateVersion({ min: 1, max: 5 }, { min: 1, max: 2 })).toBe(2);
  });

  test('is rejected with the side to update if the ranges do not overlap', () => {
    expect(() => negotiateVersion({ min: 1, max: 1 }, { min: 2, max: 3 })).toThrow(
      expect.objectContaining({ facts: { reason: 'page-too-old', version: 1, min: 2 } }),
    );
    expect(() => negotiateVersion({ min: 4, max: 5 }, { min: 2, max: 3 })).toThrow(
      expect.objectContaining({ facts: { reason: 'companion-too-old', version: 3, min: 4 } }),
    );
  });
});

test('a remote error has the same code and facts, or becomes internal if the code is unknown', () => {
  expect(toAppError({ code: 'out-of-memory', facts: { needBytes: 5 } })).toMatchObject({
    code: 'out-of-memory',
    facts: { needBytes: 5 },
  });
  expect(toAppError({ code: 'meltdown', facts: {} })).toMatchObject({ code: 'internal', facts: { why: 'meltdown' } });
});
