import { getBaseName } from '#core/model/file-name.ts';
import type { ExternalFile, FormatId } from '#core/model/model-facts.ts';
import type { Siblings } from './format.ts';
import { checkFileName } from './file-name.ts';

/** A file name with more parts than this is not treated as a split model. Heuristic, not measured. */
const maxParts = 1000;

/** The number of parts in a name of the form `<stem>-00001-of-00003.<format>`; 1 for any other name. */
export function parsePartCount(name: string, format: FormatId): number {
  return Number(parseShardName(name, format)?.count ?? 1);
}

/** The other parts of a split model, from the name of one part; with sizes in bytes if they are among `siblings`. */
export function listOtherShards(name: string, format: FormatId, siblings: Siblings): ExternalFile[] {
  const own = parseShardName(name, format);
  if (!own || Number(own.count) > maxParts) return [];
  const parts = Array.from({ length: Number(own.count) }, (_, index) => String(index + 1).padStart(5, '0'));
  return parts
    .filter((part) => part !== own.part)
    .map((part) => checkFileName(`${own.stem}-${part}-of-${own.count}.${format}`, format))
    .map((file) => ({ name: file, sizeBytes: siblings.get(file)?.size ?? null }));
}

function parseShardName(path: string, format: FormatId): { stem: string; part: string; count: string } | null {
  const name = getBaseName(path);
  const [, stem, part, count, ending] = /^(.*)-(\d{5})-of-(\d{5})\.(\w+)$/.exec(name) ?? [];
  if (stem === undefined || part === undefined || count === undefined || ending !== format) return null;
  return { stem, part, count };
}
