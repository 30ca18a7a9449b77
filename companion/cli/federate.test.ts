import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ApiKeys } from '../gateway/keys/api-keys.ts';
import { startTestGateway, send } from '../gateway/gateway.fixture.ts';
import { findSkipReason } from '../engines/engine-under-test.fixture.ts';
import { openCoordinators } from '../federated/coordinators.ts';
import { FederationFiles } from '../federated/federation-files.ts';
import { createDigitsPlan, startFederation } from '../federated/federation.fixture.ts';
import { countParameters } from '../federated/turn.ts';
import { createFederatedRoute } from '../federated/federated-route.ts';
import { formatInvitation, parseInvitation } from '#federated/protocol/invitation.ts';
import type { Context } from './command.ts';
import { findBackboneFile } from './files/backbone-file.ts';
import { encodePng } from './files/png.ts';
import { joinFederation } from './native/join-federation.ts';
import { runCommand } from './run-command.fixture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assay-federate-'));
  for (const person of ['coordinator', 'a', 'b', 'c'])
    for (const [label, width] of Object.entries({ narrow: 2, wide: 8 })) {
      await mkdir(join(folder, person, label), { recursive: true });
      for (let index = 0; index < 6; index++) {
        const light = 150 + 10 * index + person.length;
        await writeFile(
          join(folder, person, label, `${index}.png`),
          encodePng(32, 32, (x) => (Math.floor(x / width) % 2 ? light : 20)),
        );
      }
    }
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const skipReason = await findSkipReason('ort');

test.skipIf(skipReason !== '')(`three participants train together by the command ${skipReason}`, async () => {
  vi.stubEnv('ASSAY_HOME', join(folder, 'home'));
  const coordinators = openCoordinators(join(folder, 'home'));
  const gateway = await startTestGateway({ routes: [createFederatedRoute(async () => coordinators)] });
  const invitation = join(folder, 'invitation.json');
  const out = join(folder, 'model.onnx');
  const created = await runCommand([
    'federate',
    'create',
    'stripes',
    '--data',
    join(folder, 'coordinator'),
    '--out',
    invitation,
    '--url',
    gateway.origin,
    '--rounds',
    '1',
    '--min-participants',
    '3',
  ]);
  expect(created.logged).not.toContain('error');
  expect(created.printed).toContain('stripes: narrow, wide');
  expect(created.printed).toContain('epsilon 16');

  const keys = new ApiKeys(join(gateway.folder, 'keys'));
  const key = (await keys.add('participants', ['federate']))!;
  const preview = await runCommand(['federate', 'join', invitation, '--data', join(folder, 'a'), '--key', key]);
  expect(preview.printed).toContain('770 numbers');
  expect(preview.printed).toContain('Nothing was sent');

  // Each participant has its own data folder, so the command can run only one of them in this process.
  const request = {
    invitation: await parseInvitation(await readFile(invitation, 'utf8')),
    model: await findBackboneFile('cifar10'),
    url: gateway.origin,
    key,
    rounds: 1,
    isSending: true,
  };
  const printed: string[] = [];
  const context = { print: (text: string) => printed.push(text), log: () => {}, signal: new AbortController().signal };
  const joinAs = (person: string) => {
    const own = { folder: join(folder, `home-${person}`), data: join(folder, person), out: `${out}.${person}` };
    return joinFederation({ ...request, ...own }, context as unknown as Context);
  };
  const people = ['a', 'b', 'c'];
  await Promise.all(people.map((person) => mkdir(join(folder, `home-${person}`))));
  await Promise.all(people.map(joinAs));
  expect(printed.filter((line) => line === 'Rounds done: 1 of 1')).toHaveLength(3);
  expect((await readFile(`${out}.a`)).equals(await readFile(`${out}.b`))).toBe(true);
  expect((await runCommand(['federate', 'ls'])).printed).toContain('1 of 1');
  const saved = await runCommand(['federate', 'save', 'stripes', '--out', out]);
  expect(saved.printed).toContain('after 1 rounds');
  expect((await readFile(out)).equals(await readFile(`${out}.a`))).toBe(true);
  await gateway.close();
});

test.skipIf(skipReason !== '' || !existsSync('/dev/full'))(
  `create stores no federation whose invitation could not be written ${skipReason}`,
  async () => {
    vi.stubEnv('ASSAY_HOME', join(folder, 'full'));
    // A full disk is detected only by writing to it.
    const args = ['federate', 'create', 'lost', '--data', join(folder, 'coordinator'), '--out'];
    expect(await runCommand([...args, '/dev/full'])).toMatchObject({
      code: 1,
      logged: expect.stringContaining('ENOSPC') as unknown,
    });
    expect((await runCommand(['federate', 'ls'])).printed).not.toContain('lost');
    expect(await runCommand([...args, join(folder, 'lost.json')])).toMatchObject({ code: 0 });
    expect((await runCommand(['federate', 'ls'])).printed).toContain('lost');
  },
);

test('join does not replace the invitation', async () => {
  vi.stubEnv('ASSAY_HOME', join(folder, 'replaced'));
  const federation = await startFederation(createDigitsPlan({ name: 'mine' }));
  const invitation = join(folder, 'mine.json');
  await writeFile(invitation, await formatInvitation(federation.invitation.plan, 'http://127.0.0.1:1', federation.key));
  const joined = await runCommand([
    'federate',
    'join',
    invitation,
    '--data',
    join(folder, 'a'),
    '--key',
    'k',
    '--out',
    invitation,
  ]);
  expect(joined).toMatchObject({ code: 2, logged: expect.stringContaining('would replace it') as unknown });
});

test.each([
  ['--url', 'notaurl', '--url is "notaurl"; expected an address'],
  ['--epsilon', '-1', '--epsilon is "-1"; expected a number above 0'],
  ['--epsilon', '0', '--epsilon is "0"; expected a number above 0'],
  ['--key', 'k', '--key cannot be combined with create'],
])('create refuses %s %s', async (option, value, message) => {
  const args = ['federate', 'create', 'n', '--data', join(folder, 'a'), '--out', join(folder, 'refused.json')];
  expect((await runCommand([...args, option, value])).logged).toContain(message);
});

test.each([
  [['ls', 'anything'], 'unexpected argument "anything"'],
  [['ls', '--rounds', '5'], '--rounds cannot be combined with ls'],
])('federate refuses %j', async (args, message) => {
  const refused = await runCommand(['federate', ...args]);
  expect(refused).toMatchObject({ code: 2, logged: expect.stringContaining(message) as unknown });
});

test('save asks for the id where two federations have the same name', async () => {
  const home = join(folder, 'ambiguous');
  vi.stubEnv('ASSAY_HOME', home);
  const files = new FederationFiles(join(home, 'federations'));
  const ids: string[] = [];
  for (const rounds of [2, 3]) {
    const plan = createDigitsPlan({ name: 'twice', rounds });
    ids.push((await files.create(plan, new Float64Array(countParameters(plan))))!.id);
  }
  const { logged } = await runCommand(['federate', 'save', 'twice', '--out', join(folder, 'twice.onnx')]);
  for (const text of ['there are 2 federations "twice"', ...ids]) expect(logged).toContain(text);
});

test('the endpoint needs a key of the scope federate, and a signed request', async () => {
  await mkdir(join(folder, 'empty'));
  const coordinators = openCoordinators(join(folder, 'empty'));
  const gateway = await startTestGateway({ routes: [createFederatedRoute(async () => coordinators)] });
  const keys = new ApiKeys(join(gateway.folder, 'keys'));
  const [run, federate] = [await keys.add('run', ['run', 'read', 'manage']), await keys.add('federate', ['federate'])];
  const post = (key: string | null, json: unknown) =>
    send(gateway.port, '/federated', { json, headers: key === null ? {} : { authorization: `Bearer ${key}` } });
  const envelope = { payload: '{}', key: `${'B'.repeat(87)}=`, signature: `${'A'.repeat(86)}==` };
  expect((await post(null, envelope)).status).toBe(401);
  expect((await post(run, envelope)).status).toBe(403);
  expect((await post(federate, { payload: 1 })).status).toBe(400);
  expect((await post(federate, envelope)).body).toContain('request-unreadable');
  await gateway.close();
});
