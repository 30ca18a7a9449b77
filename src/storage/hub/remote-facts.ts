import { AppError } from '#core/errors/error.ts';
import { getFileNameOfUrl } from '#core/model/file-name.ts';
import type { ModelFacts } from '#core/model/model-facts.ts';
import type { ByteSource } from '#core/model/model.ts';
import type { ChooseSizes } from '#formats/format.ts';
import { listSidecarNames } from '#formats/sidecars.ts';
import { readFacts } from '#formats/index.ts';

/**
 * Reads facts from the header of the model at a URL, and from its sidecar files, if they exist.
 * @param open see `openRangeSource`
 * @param chooseSizes as in `Format.readFacts`
 * @returns the facts, with the last segment of the URL as the name
 * @throws AppError as `readFacts` and `open`
 */
export async function readRemoteFacts(
  url: string,
  open: (url: string) => Promise<ByteSource>,
  chooseSizes?: ChooseSizes,
): Promise<{ readonly name: string; readonly facts: ModelFacts }> {
  const name = getFileNameOfUrl(url);
  const source = await open(url);
  const siblings = new Map<string, ByteSource>();
  for (const sidecar of listSidecarNames(name)) {
    try {
      siblings.set(sidecar, await open(new URL(sidecar, url).href));
    } catch (thrown) {
      // Sidecar files are optional; the facts list missing ones.
      if (!(thrown instanceof AppError) || thrown.code === 'aborted') throw thrown;
    }
  }
  return { name, facts: await readFacts(source, name, siblings, chooseSizes) };
}
