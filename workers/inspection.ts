import type { Inspection } from '#bridge/inspect-contract.ts';
import type { Variant } from '#advise/variants.ts';
import { AppError, asAppError } from '#core/error.ts';
import type { ModelFacts } from '#core/facts.ts';
import type { HubFile } from '#core/hub.ts';
import type { ByteSource } from '#core/model.ts';
import { entryName, namesBeside } from '#formats/entry-name.ts';
import { readFacts } from '#formats/index.ts';
import { openRangeSource, rangeSource } from '#storage/range-source.ts';

export interface ReadModel {
  readonly name: string;
  readonly facts: ModelFacts;
}

/** More rows than anyone looks through. */
const mostDearest = 50;

/** What of a model is shown; the rest stays with whoever reckons. */
export function inspectionOf({ name, facts: { nodes, ...facts } }: ReadModel): Inspection {
  const dearest = [...nodes].sort((a, b) => (b.flops ?? -1) - (a.flops ?? -1)).slice(0, mostDearest);
  return { name, facts, dearest, nodeCount: nodes.length };
}

/** One file by its content, several by the name that an engine would open. @throws AppError as `readFacts`, and file-unreadable */
export async function readChosen(files: readonly File[]): Promise<ReadModel> {
  const names = files.map(({ name }) => name);
  const name = files.length === 1 ? names[0] : entryName(names);
  const entry = files.find((file) => file.name === name);
  if (!entry) throw new AppError('model-unknown', { model: names.slice(0, 5).join(', '), is: 'unrecognised' });
  const siblings = new Map(files.filter((file) => file !== entry).map((file) => [file.name, file]));
  try {
    return { name: entry.name, facts: await readFacts(entry, entry.name, siblings) };
  } catch (thrown) {
    // What Blobs throw where the file was moved or changed since it was chosen.
    if (!(thrown instanceof DOMException)) throw thrown;
    throw new AppError('file-unreadable', { file: entry.name, why: thrown.message }, { cause: thrown });
  }
}

type OnWait = (waitMs: number) => void;

/** @throws AppError as `readFacts`, and fetch-failed | access-denied */
export async function readFromAddress(url: string, onWait: OnWait): Promise<ReadModel> {
  const name = decodeURIComponent(new URL(url).pathname.split('/').at(-1) ?? '');
  const source = await openRangeSource(url, { onWait });
  const siblings = new Map<string, ByteSource>();
  for (const beside of namesBeside(name)) {
    // Nobody promised that it is there; the facts say what is missing.
    const found = await openRangeSource(new URL(beside, url).href, { onWait }).catch(asAppError);
    if (!(found instanceof AppError)) siblings.set(beside, found);
  }
  return { name, facts: await readFacts(source, name, siblings) };
}

/** @throws AppError as `readFromAddress` */
export async function readVariantOf({ entry }: Variant, all: readonly HubFile[], onWait: OnWait): Promise<ReadModel> {
  const folder = entry.path.slice(0, entry.path.lastIndexOf('/') + 1);
  const sourceOf = ({ url, sizeBytes }: HubFile) => rangeSource(url, sizeBytes, { onWait });
  const besides = all.filter(({ path }) => path !== entry.path && path.startsWith(folder));
  const siblings = new Map(besides.map((file) => [file.path.slice(folder.length), sourceOf(file)]));
  return { name: entry.path, facts: await readFacts(sourceOf(entry), entry.path.slice(folder.length), siblings) };
}
