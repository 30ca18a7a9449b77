import { invalidLinkError } from '#core/invalid-link-error.ts';
import { ByteReader } from '#share/byte-reader.ts';
import { ByteWriter } from '#share/byte-writer.ts';
import { list, type Codec } from '#share/codec.ts';
import { inflate } from '#share/deflate.ts';
import { isFrame, packFrame, unpackFrame } from '#share/link-frame.ts';
import { countersignatureName, type Hallmark } from './hallmark.ts';
import { payloadOf, readPayload } from './payload.ts';
import { refused } from './refused.ts';
import { publicKeyBytes, signatureBytes, type Signed } from './signature.ts';
import { countersignatureType, hallmarkType, type Statement } from './statement.ts';
import { statementCodec } from './statement-fields.ts';

/**
 * `#/h/` and a frame (`share/link-frame.ts`) with the values of each statement, the public key and the signature. The
 * signed bytes are rebuilt from the values: they are canonical JSON.
 */
const version = 1;
const linkPrefix = '#/h/';

const maxCharacters = 65_536;
const maxBytes = 131_072;
const maxCountersignatures = 16;

/** @param of names the signature in errors */
function signedCodec<T extends Statement>(type: T['predicateType'], of: () => string): Codec<Signed> {
  const statement = statementCodec<T>(type);
  return {
    write(out, { payload, publicKey, signature }) {
      statement.write(out, readPayload<T>(payload, type, of()));
      out.bytes(publicKey);
      out.bytes(signature);
    },
    read(input) {
      const payload = payloadOf(statement.read(input));
      return {
        payload,
        publicKey: input.bytes(publicKeyBytes).slice(),
        signature: input.bytes(signatureBytes).slice(),
      };
    },
  };
}

const original = signedCodec(hallmarkType, () => 'hallmark');

function countersignatures() {
  let index = 0;
  return list(
    signedCodec(countersignatureType, () => countersignatureName(index++)),
    maxCountersignatures,
  );
}

/**
 * @returns `#/h/...`, to append to the app's URL
 * @throws AppError hallmark-refused for a payload that is not exactly a statement
 */
export async function toHallmarkLink(hallmark: Hallmark): Promise<string> {
  const body = new ByteWriter();
  original.write(body, hallmark.original);
  countersignatures().write(body, hallmark.countersignatures);
  return linkPrefix + (await packFrame(version, body.finish()));
}

/**
 * Reads a hallmark from a link, a whole URL containing `#/h/`, or the payload alone.
 * @throws AppError link-invalid
 */
export async function fromHallmarkLink(link: string): Promise<Hallmark> {
  if (link.length > maxCharacters) {
    throw invalidLinkError({ reason: 'link-too-long', characters: link.length, maxCharacters });
  }
  const trimmed = link.trim();
  const mark = trimmed.indexOf(linkPrefix);
  const payload = mark < 0 ? trimmed : trimmed.slice(mark + linkPrefix.length);
  if (payload === '') throw invalidLinkError({ reason: 'link-empty' });
  if (!isFrame(payload)) throw refused({ reason: 'hallmark-missing' });
  const { version: made, packed } = unpackFrame(payload, maxBytes);
  if (made !== version) throw invalidLinkError({ reason: 'report-version', version: made, maxVersion: version });
  const body = new ByteReader(await inflate(packed, maxBytes));
  const hallmark = { original: original.read(body), countersignatures: countersignatures().read(body) };
  if (body.left > 0) throw invalidLinkError({ reason: 'report-bytes-left', bytes: body.left });
  return hallmark;
}
