import type { ByteSource } from '#core/model/model.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import { identifyNonModel } from '#formats/identify-non-model.ts';
import { recogniseExecutable } from './executable.ts';
import { abbreviate, type Finding, type NotScanned, type SecurityFinding } from './finding.ts';
import { checkJson } from './json-checks.ts';
import { checkPickle, pickleName } from './pickle-checks.ts';
import { checkNpy, isNpy, parseNpyHeader } from './npy-checks.ts';
import { isPacked } from './packed-executable.ts';
import { readImportsAtStart, isPickle } from './pickle.ts';
import { readMember, readZip, type ZipMember } from './zip.ts';

/** Settings, and the layers of a Keras 3 model. */
const settings = /\.json$/i;
/** Larger members of these kinds are not read. Those of real models have a few MiB. */
const maxMemberBytes = 32 * 1024 * 1024;
/** Maximum bytes unpacked from all members together: members of a hostile archive can share the same bytes. */
const maxUnpackedBytes = 64 * 1024 * 1024;
/** Bytes read from each member to identify its type. */
const memberHeadBytes = 4096;
/** Members above this number are not examined. A sharded checkpoint has thousands. */
const maxMembers = 20_000;
/**
 * An archive is a bomb from this size and ratio on: 1032 is the highest ratio of deflate, weights reach 2, and those that
 * are all zero are a bomb too.
 */
const [bombBytes, bombRatio] = [1024 * 1024 * 1024, 100];

/**
 * What is in the archive that a file is or ends with; `null` if there is none. Of members, only the kinds that programs
 * execute or interpret are read whole.
 */
export async function checkZip(source: ByteSource, name: string): Promise<SecurityFinding[] | null> {
  const directory = await readZip(source);
  if (!directory) return null;
  const { members, start, isWhole } = directory;
  const findings: SecurityFinding[] = [];
  if (start > 0) {
    const severity = (await isTflite(source)) ? 'low' : 'high';
    findings.push({ file: name, code: 'archive-appended', severity, facts: { at: start } });
  }
  if (!isWhole) findings.push({ file: name, ...reportNotScanned('unreadable') });
  const budget = { bytes: maxUnpackedBytes };
  for (const member of members.slice(0, maxMembers)) {
    const file = `${name}!${abbreviate(member.name)}`;
    for (const finding of await checkMember(source, member, budget)) findings.push({ file, ...finding });
  }
  if (members.length > maxMembers) findings.push({ file: name, ...reportNotScanned('too-large') });
  return findings;
}

/** TFLite models have their labels in an archive behind them ("Adding metadata to LiteRT models", associated files). */
async function isTflite(source: ByteSource): Promise<boolean> {
  return new TextDecoder().decode(await source.slice(4, 8).arrayBuffer()) === 'TFL3';
}

/** What may still be unpacked. */
interface Budget {
  bytes: number;
}

async function checkMember(source: ByteSource, member: ZipMember, budget: Budget): Promise<Finding[]> {
  const { name, packedBytes, bytes } = member;
  const path = abbreviate(name);
  const findings: Finding[] = [];
  if (!isSafePath(name.replace(/\/$/, ''))) findings.push({ code: 'archive-path', severity: 'high', facts: { path } });
  if (member.isLink) findings.push({ code: 'archive-link', severity: 'high', facts: { path } });
  if (bytes >= bombBytes && bytes > packedBytes * bombRatio)
    findings.push({ code: 'archive-bomb', severity: 'medium', facts: { path, packedBytes, bytes } });
  if (bytes === 0) return findings;
  budget.bytes -= Math.min(bytes, memberHeadBytes);
  if (budget.bytes < 0) return [...findings, reportNotScanned('too-large')];
  const head = await readMember(source, member, Math.min(bytes, memberHeadBytes));
  if (!head) return [...findings, reportNotScanned('unreadable')];
  const kind = recogniseExecutable(head);
  if (kind) findings.push({ code: 'executable', severity: 'high', facts: { kind } });
  if (isPacked(head)) return [...findings, reportNotScanned('compressed')];
  const is = identifyNonModel(head);
  // An archive in an archive, and the weights of a Keras 3 model.
  if (is === 'zip' || is === 'pytorch') return [...findings, reportNotScanned('compressed')];
  if (is === 'hdf5') return [...findings, reportNotScanned('unknown-format')];
  const check = checkFor(name, head, bytes > head.length);
  if (!check) return findings;
  budget.bytes -= bytes;
  if (bytes > maxMemberBytes || budget.bytes < 0) return [...findings, reportNotScanned('too-large')];
  const whole = await readMember(source, member, bytes);
  return [...findings, ...(whole ? check(whole) : [reportNotScanned('unreadable')])];
}

/** The check for the whole member; `null` if its head shows that nothing in it is interpreted. */
function checkFor(
  name: string,
  head: Uint8Array<ArrayBuffer>,
  isCut: boolean,
): ((bytes: Uint8Array<ArrayBuffer>) => Finding[]) | null {
  if (isNpy(head)) return parseNpyHeader(head)?.isPlain ? null : checkNpy;
  if (pickleName.test(name) || isPickle(head)) return checkPickle;
  if (settings.test(name)) return checkJson;
  return readImportsAtStart(head, isCut) ? checkPickle : null;
}

const reportNotScanned = (cause: NotScanned): Finding => ({
  code: 'not-scanned',
  severity: 'low',
  facts: { cause },
});
