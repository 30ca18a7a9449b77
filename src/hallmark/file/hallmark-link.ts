import { createInvalidLinkError } from '#core/errors/invalid-link-error.ts';
import { LinkReader } from '#share/encoding/link-reader.ts';
import { LinkWriter } from '#share/encoding/link-writer.ts';
import { inflateLink } from '#share/encoding/inflate-link.ts';
import { isFrame, packFrame, unpackFrame } from '#share/encoding/link-frame.ts';
import { formatCountersignatureName, maxCountersignatures, type Hallmark } from '../hallmark.ts';
import { encodePayload, readPayload } from '../statement/statement-payload.ts';
import { createHallmarkError } from '../statement/hallmark-error.ts';
import { publicKeyBytes, signatureBytes, type SignedPayload } from '../sign/signature.ts';
import { countersignatureType, hallmarkType, type Statement } from '../statement/statement.ts';
import { createStatementCodec } from '../statement/statement-fields.ts';

/**
 * The version of the link format: `#/h/` and a frame (`share/encoding/link-frame.ts`) that contains the values, public
 * key and signature of each statement. The signed bytes are canonical JSON, so they can be rebuilt from the values.
 */
const version = 1;
const linkPrefix = '#/h/';

const maxCharacters = 65_536;
const maxBytes = 131_072;

/**
 * Writes a signed statement.
 * @param name of the signature in errors
 */
function writeSigned(out: LinkWriter, signed: SignedPayload, type: Statement['predicateType'], name: string): void {
  createStatementCodec(type).write(out, readPayload(signed.payload, type, name));
  out.writeBytes(signed.publicKey);
  out.writeBytes(signed.signature);
}

function readSigned(input: LinkReader, type: Statement['predicateType']): SignedPayload {
  const payload = encodePayload(createStatementCodec(type).read(input));
  const [publicKey, signature] = [input.readBytes(publicKeyBytes), input.readBytes(signatureBytes)];
  return { payload, publicKey: publicKey.slice(), signature: signature.slice() };
}

/**
 * Formats the link of a hallmark.
 * @returns `#/h/...`, to append to the app's URL
 * @throws AppError hallmark-invalid for a payload that is not exactly a statement
 */
export async function toHallmarkLink(hallmark: Hallmark): Promise<string> {
  const { original, countersignatures } = hallmark;
  const body = new LinkWriter();
  writeSigned(body, original, hallmarkType, 'hallmark');
  body.writeVarint(countersignatures.length);
  for (const [index, signed] of countersignatures.entries()) {
    writeSigned(body, signed, countersignatureType, formatCountersignatureName(index));
  }
  return linkPrefix + (await packFrame(version, body.finish()));
}

/**
 * Reads a hallmark from a link, a URL that contains `#/h/`, or the payload alone.
 * @throws AppError link-invalid | hallmark-invalid if there is no hallmark in it
 */
export async function fromHallmarkLink(link: string): Promise<Hallmark> {
  if (link.length > maxCharacters) {
    throw createInvalidLinkError({ reason: 'link-too-long', characters: link.length, maxCharacters });
  }
  const trimmed = link.trim();
  const start = trimmed.indexOf(linkPrefix);
  const payload = start < 0 ? trimmed : trimmed.slice(start + linkPrefix.length);
  if (payload === '') throw createInvalidLinkError({ reason: 'link-empty' });
  if (!isFrame(payload)) throw createHallmarkError({ reason: 'hallmark-missing' });
  const { version: linkVersion, packed } = unpackFrame(payload, maxBytes);
  if (linkVersion !== version) {
    throw createInvalidLinkError({ reason: 'report-version', version: linkVersion, maxVersion: version });
  }
  const body = new LinkReader(await inflateLink(packed, maxBytes));
  const original = readSigned(body, hallmarkType);
  const length = body.readVarint(maxCountersignatures);
  const countersignatures = Array.from({ length }, () => readSigned(body, countersignatureType));
  if (body.remaining > 0) throw createInvalidLinkError({ reason: 'report-bytes-left', bytes: body.remaining });
  return { original, countersignatures };
}
