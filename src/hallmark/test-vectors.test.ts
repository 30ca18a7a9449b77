import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { root } from '../../scripts/project-root.ts';
import { toHallmarkFile } from './file/hallmark-file.ts';
import { fromHallmarkLink, toHallmarkLink } from './file/hallmark-link.ts';
import { countersign, createCountersignatureStatement, buildStatement, signHallmark } from './sign/sign-hallmark.ts';
import { createOtherRun, sampleHostileInputs, createSampleRun, createSampleStatements } from './hallmark.fixture.ts';
import { readHallmark } from './file/read-hallmark.ts';
import { generateKeyPair } from './sign/signature.ts';
import { verifyHallmark } from './verify.ts';

/*
 * The test vectors were created in November 2026: `reproduced.hallmark.json` was signed by this code and verified by
 * `scripts/verify-hallmark.py` with cryptography 48.0.0, whose output is `reproduced.verified.json`;
 * `python.hallmark.json` was signed by that script.
 */
const read = (name: string) => readFileSync(join(import.meta.dirname, 'test-vectors', name), 'utf8');
const script = join(root, 'scripts/verify-hallmark.py');

/** Formats a hallmark like the output of Python's `verify`. */
async function summarise(text: string) {
  const { statement, sha256, keyId, countersignatures } = await verifyHallmark(await readHallmark(text));
  const { gates, verdict, grade } = statement.predicate.run;
  return {
    type: statement._type,
    predicateType: statement.predicateType,
    payloadSha256: sha256,
    keyIds: [keyId, ...countersignatures.map((other) => other.keyId)],
    subject: Object.fromEntries(statement.subject.map(({ name, digest }) => [name, digest.sha256])),
    gates: Object.fromEntries(gates.map(({ gate, state }) => [gate, state])),
    signedItems: statement.predicate.checklist?.map(({ item }) => item) ?? [],
    hostileInputs: Object.fromEntries(
      (statement.predicate.hostileInputs ?? []).map(({ input, outcome }) => [input, outcome]),
    ),
    statements: Object.fromEntries((statement.predicate.statements ?? []).map(({ statement: id, text }) => [id, text])),
    verdict,
    grade,
  };
}

test('a stored hallmark is still valid, and has the content that Python read from it', async () => {
  const stored = read('reproduced.hallmark.json');
  expect(await summarise(stored)).toEqual(JSON.parse(read('reproduced.verified.json')));
  expect((await verifyHallmark(await readHallmark(stored))).level).toBe('reproduced');
});

test('a hallmark signed by Python is valid, and has a link', async () => {
  const hallmark = await readHallmark(read('python.hallmark.json'));
  expect((await verifyHallmark(hallmark)).statement).toEqual(buildStatement(createSampleRun()));
  expect(await fromHallmarkLink(await toHallmarkLink(hallmark))).toEqual(hallmark);
});

const hasPython = (() => {
  try {
    execFileSync('python3', ['-c', 'import cryptography'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
})();

test.skipIf(!hasPython)('Python verifies a new hallmark, and signs one (skipped without cryptography)', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-hallmark-'));
  const python = (command: string, content: string) => {
    const path = join(folder, 'input.json');
    writeFileSync(path, content);
    return execFileSync('python3', [script, command, path], { encoding: 'utf8', stdio: 'pipe' });
  };
  try {
    const review = { statements: createSampleStatements(), hostileInputs: sampleHostileInputs };
    const own = await signHallmark(buildStatement(createSampleRun(review)), await generateKeyPair());
    const statement = createCountersignatureStatement(await verifyHallmark(own), createOtherRun());
    const file = await toHallmarkFile(await countersign(own, statement, await generateKeyPair()));
    expect(JSON.parse(python('verify', file))).toEqual(await summarise(file));
    expect(() => python('verify', file.replace(/"sig":"../, '"sig":"AA'))).toThrow('the signature is not valid');
    const resign = (change: (text: string) => string) =>
      python('sign', change(toCanonicalJson(buildStatement(createSampleRun()))));
    const rejections = [
      [resign((text) => text.replace('"limit":33', '"limit":10')), 'contradicts its limit'],
      [resign((text) => text.replace('"verdict":"pass"', '"verdict":"fail"')), 'the verdict contradicts'],
      [resign((text) => text.replace('"cores":2', '"cores":2.0')), 'not canonical'],
      [file.replace('{', '{"payload":"",'), 'has a key twice'],
      [`{"payload":${'['.repeat(100_000)}`, 'nested too deeply'],
    ] as const;
    for (const [content, message] of rejections) expect(() => python('verify', content)).toThrow(message);
    const signed = python('sign', toCanonicalJson(buildStatement(createSampleRun())));
    expect((await verifyHallmark(await readHallmark(signed))).statement).toEqual(buildStatement(createSampleRun()));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
