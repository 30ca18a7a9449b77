import type { ByteSource } from '#core/model.ts';
import { isSafePath } from '#core/safe-path.ts';
import { executableHeadBytes, executableKind } from './executable.ts';
import { excerpt, type Finding, type SecurityFinding } from './finding.ts';
import { checkJson } from './json-checks.ts';
import { checkPickle, pickleName } from './pickle-checks.ts';
import { isPickle } from './pickle.ts';
import { readMember, readZip, type ZipMember } from './zip.ts';

/** A Keras 3 model: the layers, as JSON. */
const kerasConfig = 'config.json';
/** Larger members of these kinds are not read. Those of real models have a few MiB. */
const maxMemberBytes = 64 * 1024 * 1024;
/** Members that are read whole, together: members of a hostile archive can share the same bytes. */
const maxWholeBytes = 256 * 1024 * 1024;
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
  const { members, start } = directory;
  const found: SecurityFinding[] = [];
  if (start > 0) found.push({ file: name, code: 'archive-appended', severity: 'high', facts: { at: start } });
  const budget = { bytes: maxWholeBytes };
  for (const member of members.slice(0, maxMembers)) {
    const file = `${name}!${excerpt(member.name)}`;
    for (const finding of await checkMember(source, member, budget)) found.push({ file, ...finding });
  }
  if (members.length > maxMembers)
    found.push({ file: name, code: 'not-scanned', severity: 'low', facts: { cause: 'too-large' } });
  return found;
}

/** What may still be unpacked. */
interface Budget {
  bytes: number;
}

async function checkMember(source: ByteSource, member: ZipMember, budget: Budget): Promise<Finding[]> {
  const { name, packedBytes, bytes } = member;
  const path = excerpt(name);
  const found: Finding[] = [];
  if (!isSafePath(name.replace(/\/$/, ''))) found.push({ code: 'archive-path', severity: 'high', facts: { path } });
  if (member.isLink) found.push({ code: 'archive-link', severity: 'high', facts: { path } });
  if (bytes >= bombBytes && bytes > packedBytes * bombRatio)
    found.push({ code: 'archive-bomb', severity: 'medium', facts: { path, packedBytes, bytes } });
  if (bytes === 0) return found;
  const head = await readMember(source, member, executableHeadBytes);
  if (!head) return [...found, notScanned('unreadable')];
  const kind = executableKind(head);
  if (kind) found.push({ code: 'executable', severity: 'high', facts: { kind } });
  const isPickled = pickleName.test(name) || isPickle(head);
  if (!isPickled && name !== kerasConfig) return found;
  budget.bytes -= bytes;
  if (bytes > maxMemberBytes || budget.bytes < 0) return [...found, notScanned('too-large')];
  const whole = await readMember(source, member, bytes);
  if (!whole) return [...found, notScanned('unreadable')];
  return [...found, ...(isPickled ? checkPickle(whole) : checkJson(whole))];
}

const notScanned = (cause: 'unreadable' | 'too-large'): Finding => ({
  code: 'not-scanned',
  severity: 'low',
  facts: { cause },
});
