import { getBaseName } from '#core/model/file-name.ts';
import type { ExternalFile, FormatId } from '#core/model/model-facts.ts';
import type { Siblings } from './format.ts';
import { checkFileName } from './file-name.ts';

/** The maximum number of parts of a split model. Heuristic, not measured. */
const maxParts = 1000;

/** The number of parts in a name of the form `<stem>-00001-of-00003.<format>`; 1 for any other name. */
export function parsePartCount(name: string, format: FormatId): number {
  return Number(parseShardName(name, format)?.count ?? 1);
}

/** The other parts of a split model, from the name of one part; with sizes in bytes if they are among `siblings`. */
export function listOtherShards(name: string, format: FormatId, siblings: Siblings): ExternalFile[] {
  const shard = parseShardName(name, format);
  if (!shard || Number(shard.count) > maxParts) return [];
  const parts = Array.from({ length: Number(shard.count) }, (_, index) => String(index + 1).padStart(5, '0'));
  return parts
    .filter((part) => part !== shard.part)
    .map((part) => checkFileName(`${shard.stem}-${part}-of-${shard.count}.${format}`, format))
    .map((file) => ({ name: file, sizeBytes: siblings.get(file)?.size ?? null }));
}

function parseShardName(path: string, format: FormatId): { stem: string; part: string; count: string } | null {
  const name = getBaseName(path);
  const [, stem, part, count, extension] = /^(.*)-(\d{5})-of-(\d{5})\.(\w+)$/.exec(name) ?? [];
  if (stem === undefined || part === undefined || count === undefined || extension !== format) return null;
  return { stem, part, count };
}
