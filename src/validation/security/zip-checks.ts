import type { ByteSource } from '#core/model/model.ts';
import { isSafePath } from '#core/model/safe-path.ts';
import { identifyNonModel } from '#formats/identify-non-model.ts';
import { recogniseExecutable } from './executable.ts';
import { abbreviate, type Finding, type NotScanned, type SecurityFinding } from './finding.ts';
import { checkJson } from './json-checks.ts';
import { checkPickle, pickleNamePattern } from './pickle-checks.ts';
import { checkNpy, isNpy, parseNpyHeader } from './npy-checks.ts';
import { isCompressed } from './packed-executable.ts';
import { startsWithImportingPickle, isPickle } from './pickle.ts';
import { readMember, readZip, type ZipMember } from './zip.ts';

/** Matches configuration files and the layers of a Keras 3 model. */
const jsonPattern = /\.json$/i;
/** Maximum size of a member that is read whole. In real models, such members have a few MiB. */
const maxMemberBytes = 32 * 1024 * 1024;
/**
 * Maximum unpacked bytes of all members together, because the members of a hostile archive can share their packed
 * bytes.
 */
const maxUnpackedBytes = 64 * 1024 * 1024;
/** Bytes read from each member to identify its type. */
const memberHeadBytes = 4096;
/** Maximum number of examined members. A sharded checkpoint has thousands. */
const maxMembers = 20_000;
/**
 * Minimum size and compression ratio of a zip bomb. The maximum ratio of deflate is 1032; weights reach 2, unless they
 * are all zero, which also counts as a bomb.
 */
const [bombBytes, bombRatio] = [1024 * 1024 * 1024, 100];

/**
 * Checks the archive that a file is or ends with; `null` if there is none. Only members that programs execute or
 * interpret are read whole.
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

/**
 * Whether a file is a TFLite model, after which an archive can have its labels ("Adding metadata to LiteRT models").
 */
async function isTflite(source: ByteSource): Promise<boolean> {
  return new TextDecoder().decode(await source.slice(4, 8).arrayBuffer()) === 'TFL3';
}

/** The number of bytes that may still be unpacked. */
interface UnpackBudget {
  bytes: number;
}

async function checkMember(source: ByteSource, member: ZipMember, budget: UnpackBudget): Promise<Finding[]> {
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
  const executableKind = recogniseExecutable(head);
  if (executableKind) findings.push({ code: 'executable', severity: 'high', facts: { kind: executableKind } });
  if (isCompressed(head)) return [...findings, reportNotScanned('compressed')];
  const detectedKind = identifyNonModel(head);
  // Nested archives and the weights of a Keras 3 model are not examined.
  if (detectedKind === 'zip' || detectedKind === 'pytorch') return [...findings, reportNotScanned('compressed')];
  if (detectedKind === 'hdf5') return [...findings, reportNotScanned('unknown-format')];
  const check = chooseCheck(name, head, bytes > head.length);
  if (!check) return findings;
  budget.bytes -= bytes;
  if (bytes > maxMemberBytes || budget.bytes < 0) return [...findings, reportNotScanned('too-large')];
  const content = await readMember(source, member, bytes);
  return [...findings, ...(content ? check(content) : [reportNotScanned('unreadable')])];
}

/** Chooses the check of a whole member; `null` if its head shows that no program interprets it. */
function chooseCheck(
  name: string,
  head: Uint8Array<ArrayBuffer>,
  isTruncated: boolean,
): ((bytes: Uint8Array<ArrayBuffer>) => Finding[]) | null {
  if (isNpy(head)) return parseNpyHeader(head)?.isPlain ? null : checkNpy;
  if (pickleNamePattern.test(name) || isPickle(head)) return checkPickle;
  if (jsonPattern.test(name)) return checkJson;
  return startsWithImportingPickle(head, isTruncated) ? checkPickle : null;
}

const reportNotScanned = (cause: NotScanned): Finding => ({
  code: 'not-scanned',
  severity: 'low',
  facts: { cause },
});
