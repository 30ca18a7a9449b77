import { beforeAll, expect, test } from 'vitest';
import { toCanonicalJson } from '#core/encoding/canonical-json.ts';
import { AppError } from '#core/errors/error.ts';
import { fromBase64url, toBase64url } from '#core/encoding/base64url.ts';
import { computeCrc32 } from '#share/encoding/crc32.ts';
import { deflate, inflate } from '#core/encoding/deflate.ts';
import { unpackFrame } from '#share/encoding/link-frame.ts';
import { fromBase64, toBase64 } from '#core/encoding/base64.ts';
import { toHallmarkFile } from '../file/hallmark-file.ts';
import { createOtherRun, createSampleRun } from '../hallmark.fixture.ts';
import type { Hallmark } from '../hallmark.ts';
import { toHallmarkLink } from '../file/hallmark-link.ts';
import { countersign, createCountersignatureStatement, buildStatement, signHallmark } from '../sign/sign-hallmark.ts';
import { encodePayload } from '../statement/statement-payload.ts';
import { computeKeyId, toSpki } from '../sign/public-key.ts';
import { readHallmark } from '../file/read-hallmark.ts';
import { generateKeyPair, sign } from '../sign/signature.ts';
import type { HallmarkStatement, Statement } from '../statement/statement.ts';
import { verifyHallmark } from '../verify.ts';

let keys: CryptoKeyPair;
let otherKeys: CryptoKeyPair;
let own: Hallmark;
/** A hallmark with a countersignature. */
let hallmark: Hallmark;
let file: string;
let link: string;

beforeAll(async () => {
  [keys, otherKeys] = await Promise.all([generateKeyPair(), generateKeyPair()]);
  own = await signHallmark(buildStatement(createSampleRun()), keys);
  hallmark = await addCountersignature(own);
  file = await toHallmarkFile(hallmark);
  link = await toHallmarkLink(own);
});

async function addCountersignature(signed: Hallmark, keyPair = otherKeys): Promise<Hallmark> {
  return countersign(signed, createCountersignatureStatement(await verifyHallmark(signed), createOtherRun()), keyPair);
}

async function findRejection(text: string): Promise<AppError | null> {
  try {
    await verifyHallmark(await readHallmark(text));
    return null;
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown;
    throw thrown;
  }
}

type Envelope = Record<string, unknown> & { signatures: Record<string, unknown>[]; countersignatures: Envelope[] };

function edit(change: (envelope: Envelope) => void): string {
  const envelope = JSON.parse(file) as Envelope;
  change(envelope);
  return JSON.stringify(envelope);
}

/** Creates the file of a statement that its signer changed before signing it. */
async function resign(change: (statement: HallmarkStatement) => unknown): Promise<string> {
  const payload = new TextEncoder().encode(toCanonicalJson(change(buildStatement(createSampleRun()))));
  return toHallmarkFile({ original: await sign(payload, keys), countersignatures: [] });
}

const withRun = (change: object) => (statement: HallmarkStatement) => {
  const { predicate } = statement;
  return { ...statement, predicate: { ...predicate, run: { ...predicate.run, ...change } } };
};

const flipBit = (bytes: Uint8Array<ArrayBuffer>, offset: number) => bytes.with(offset, bytes[offset]! ^ 1);

const mutations: Readonly<Record<string, readonly [reason: string, mutate: () => string | Promise<string>]>> = {
  'another payload type': ['payload-type', () => edit((envelope) => (envelope['payloadType'] = 'application/json'))],
  'another score in the payload': [
    'signature',
    () =>
      edit((envelope) => {
        const text = new TextDecoder().decode(fromBase64(envelope['payload'] as string)!);
        expect(text).toContain('"measured":0.9945');
        envelope['payload'] = toBase64(
          new TextEncoder().encode(text.replace('"measured":0.9945', '"measured":0.9955')),
        );
      }),
  ],
  'another byte of the signature': [
    'signature',
    () => toHallmarkFile({ ...own, original: { ...own.original, signature: flipBit(own.original.signature, 9) } }),
  ],
  'the key of someone else': [
    'key-id',
    () =>
      edit(({ signatures, countersignatures }) => {
        signatures[0]!['publicKey'] = countersignatures[0]!.signatures[0]!['publicKey'];
      }),
  ],
  'the key and key id of someone else': [
    'signature',
    () =>
      edit(({ signatures, countersignatures }) => {
        const { publicKey, keyid } = countersignatures[0]!.signatures[0]!;
        Object.assign(signatures[0]!, { publicKey, keyid });
      }),
  ],
  'a key that is not on the curve': [
    'public-key',
    async () => {
      const publicKey = flipBit(own.original.publicKey, 64);
      const envelope = JSON.parse(file) as Envelope;
      Object.assign(envelope.signatures[0]!, {
        publicKey: toBase64(toSpki(publicKey)),
        keyid: await computeKeyId(publicKey),
      });
      return JSON.stringify(envelope);
    },
  ],
  'the countersignature of another hallmark': [
    'signs-other-hallmark',
    async () => {
      const other = await addCountersignature(
        await signHallmark(buildStatement(createSampleRun({ parent: createSampleRun().baseline! })), keys),
      );
      return toHallmarkFile({ ...own, countersignatures: other.countersignatures });
    },
  ],
  'the countersignature of the same statement by another signer': [
    'signs-other-hallmark',
    async () => {
      const copied = await signHallmark(buildStatement(createSampleRun()), await generateKeyPair());
      return toHallmarkLink({ ...copied, countersignatures: hallmark.countersignatures });
    },
  ],
  'a countersignature by the signer itself': [
    'same-key',
    async () => toHallmarkLink(await addCountersignature(own, keys)),
  ],
  'the same countersignature twice': [
    'same-key',
    () =>
      toHallmarkLink({
        ...hallmark,
        countersignatures: [...hallmark.countersignatures, ...hallmark.countersignatures],
      }),
  ],
  'a countersignature instead of the hallmark': [
    'statement-type',
    () => toHallmarkFile({ original: hallmark.countersignatures[0]!, countersignatures: [] }),
  ],
  'another major version of the method': ['other-method', () => resign(withRun({ method: '4.0.0' }))],
  'a verdict that its gates contradict': ['verdict-contradicts-gates', () => resign(withRun({ verdict: 'fail' }))],
  'a repeated field in the envelope': ['field-repeated', () => file.replace('{', '{"pa\\u0079load":"",')],
  'an additional field in the envelope': ['envelope-field', () => edit((envelope) => (envelope['note'] = ''))],
  'an additional field in a signature': [
    'envelope-field',
    () => edit(({ signatures }) => (signatures[0]!['note'] = '')),
  ],
  'an additional signed field': ['statement-field', () => resign(withRun({ note: 'gold' }))],
  'an empty list of countersignatures': ['envelope-field', () => edit((envelope) => (envelope.countersignatures = []))],
  'a second signature of the envelope': [
    'envelope-field',
    () => edit(({ signatures }) => signatures.push(signatures[0]!)),
  ],
  'half of the file': ['hallmark-not-json', () => file.slice(0, file.length / 2)],
  'half of the link': ['link-bytes-missing', () => link.slice(0, 600)],
  'characters added to its link': ['link-bytes-added', () => `${link}AAAA`],
  'another score in a link with a valid checksum': ['signature', () => repackLink(-1.0)],
};

/** Replaces the first limit in the contents of the link, and its checksum. */
async function repackLink(limit: number): Promise<string> {
  const { packed } = unpackFrame(link.slice('#/h/'.length), 1e6);
  const body = await inflate(packed, 1e6);
  const first = new Uint8Array(Float64Array.of(0.99).buffer);
  const index = body.findIndex((_, start) => first.every((byte, offset) => body[start + offset] === byte));
  expect(index).toBeGreaterThan(0);
  body.set(new Uint8Array(Float64Array.of(limit).buffer), index);
  const changed = await deflate(body);
  const length = [(changed.length & 0x7f) | 0x80, changed.length >> 7];
  return `#/h/${toBase64url(Uint8Array.of(1, ...new Uint8Array(Uint32Array.of(computeCrc32(changed)).buffer), ...length, ...changed))}`;
}

test.each(Object.entries(mutations))('rejects a hallmark with %s for the right reason', async (_, [reason, mutate]) => {
  const rejected = await findRejection(await mutate());
  expect(rejected?.facts.reason).toBe(reason);
});

test('the unchanged hallmark is accepted, also with other whitespace in its file', async () => {
  expect(await findRejection(file)).toBeNull();
  expect(await findRejection(JSON.stringify(JSON.parse(file), null, 2))).toBeNull();
  expect(await findRejection(`https://assay.example/${link}\n`)).toBeNull();
});

test('a change of any character of a link, and of any of every fifth of a file, is rejected', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const alone = await toHallmarkFile(own);
  for (const [text, step] of [
    [link, 1],
    [alone, 5],
  ] as const) {
    for (let offset = 0; offset < text.length; offset += step) {
      const next = alphabet[(alphabet.indexOf(text[offset]!) + 1) % 64]!;
      const changed = text.slice(0, offset) + next + text.slice(offset + 1);
      if (!(await findRejection(changed))) throw new Error(`accepted with ${next} at ${offset} of ${text}`);
    }
  }
});

test('unused bits of the last character of base64 are rejected', () => {
  expect(fromBase64('aGVsbG8gd29ybGQ=')).toHaveLength(11);
  expect(fromBase64('aGVsbG8gd29ybGR=')).toBeNull();
  expect(fromBase64('aGVsbG8gd29ybGQ')).toBeNull();
  expect(fromBase64url('aGVsbG8gd29ybGQ')).toHaveLength(11);
  expect(fromBase64url('aGVsbG8gd29ybGR')).toBeNull();
});

test('the signed bytes are the canonical JSON of the statement', () => {
  const statement: Statement = buildStatement(createSampleRun());
  expect(new TextDecoder().decode(encodePayload(statement))).toBe(toCanonicalJson(statement));
});
