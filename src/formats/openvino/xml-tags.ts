/** A tag of an XML text: `</layer>` closes; `<dim/>` opens and closes. */
export interface XmlTag {
  readonly name: string;
  readonly isOpening: boolean;
  readonly isClosing: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  /** The text between this tag and the next one. */
  readonly text: string;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const attribute = /\s*([^\s=<>"'/]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/y;

/**
 * Parses the tags of an XML text in linear time. Skips comments, declarations and other syntax that IR files do not use;
 * does not resolve entity declarations, so a text cannot grow.
 */
export function* parseXmlTags(xml: string): Generator<XmlTag> {
  for (let start = xml.indexOf('<'); start >= 0;) {
    const name = /^\/?([^\s<>/!?=]+)/.exec(xml.slice(start + 1, start + 257))?.[1];
    if (name === undefined) {
      start = xml.indexOf('<', start + 1);
      continue;
    }
    const isEnd = xml[start + 1] === '/';
    let offset = start + 1 + (isEnd ? 1 : 0) + name.length;
    const attributes: Record<string, string> = {};
    for (;;) {
      attribute.lastIndex = offset;
      const match = attribute.exec(xml);
      if (!match) break;
      attributes[match[1]!] = decodeEntities(match[2] ?? match[3] ?? '');
      offset = attribute.lastIndex;
    }
    const end = xml.indexOf('>', offset);
    if (end < 0) return;
    const next = xml.indexOf('<', end);
    const text = decodeEntities(xml.slice(end + 1, next < 0 ? xml.length : next).trim());
    yield { name, isOpening: !isEnd, isClosing: isEnd || xml[end - 1] === '/', attributes, text };
    start = next;
  }
}

function decodeEntities(text: string): string {
  return text.replaceAll(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name]!);
}
