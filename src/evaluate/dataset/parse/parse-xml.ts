/** An XML element. Attributes are ignored, as annotations do not use them. */
export interface XmlElement {
  readonly name: string;
  /** The trimmed text of the element without that of its children. */
  readonly text: string;
  readonly children: readonly XmlElement[];
}

interface OpenElement {
  readonly name: string;
  text: string;
  readonly children: XmlElement[];
}

const maxDepth = 64;
const entities: Readonly<Record<string, string | undefined>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Constructs that begin with `<`, by their start and end. */
const constructs = [
  { start: '<!--', end: '-->' },
  { start: '<![CDATA[', end: ']]>' },
  { start: '<', end: '>' },
] as const;

/**
 * Parses the root element of an XML document, in linear time. Supports the subset that annotations use: elements, text,
 * CDATA and the predefined entities.
 * @returns `null` if the document is not well-formed or uses other entities
 */
export function parseXml(text: string): XmlElement | null {
  const open: OpenElement[] = [{ name: '', text: '', children: [] }];
  let offset = 0;
  for (let next = text.indexOf('<'); next !== -1; next = text.indexOf('<', offset)) {
    const parent = open.at(-1);
    const construct = constructs.find(({ start }) => text.startsWith(start, next));
    const end = construct ? text.indexOf(construct.end, next + construct.start.length) : -1;
    if (!parent || !construct || end === -1) return null;
    const precedingText = decodeEntities(text.slice(offset, next));
    if (precedingText === null) return null;
    parent.text += precedingText;
    const content = text.slice(next + construct.start.length, end);
    offset = end + construct.end.length;
    if (construct.end === ']]>') parent.text += content;
    else if (construct.end === '>' && !/^[!?]/.test(content) && !applyTag(content, open)) return null;
  }
  const [{ children } = { children: [] }, ...unclosed] = open;
  const [root, ...others] = children;
  return unclosed.length === 0 && others.length === 0 && text.slice(offset).trim() === '' ? (root ?? null) : null;
}

/**
 * Opens or closes an element.
 * @returns whether the tag is valid at this point
 */
function applyTag(tag: string, open: OpenElement[]): boolean {
  const [, slash, name] = /^(\/?)([\w:.-]+)/.exec(tag) ?? [];
  const parent = open.at(-1);
  if (name === undefined || !parent || tag.includes('<')) return false;
  if (slash) {
    if (parent.name !== name || open.length === 1) return false;
    open.pop();
    open.at(-1)?.children.push({ ...parent, text: parent.text.trim() });
    return true;
  }
  if (tag.endsWith('/')) parent.children.push({ name, text: '', children: [] });
  else open.push({ name, text: '', children: [] });
  return open.length <= maxDepth;
}

/** @returns `null` if the text contains an entity that XML does not predefine */
function decodeEntities(text: string): string | null {
  let isKnown = true;
  const result = text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([\w:.-]+));/gi,
    (reference, decimal, hex, name?: string) => {
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
      const character = name !== undefined ? entities[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
      isKnown &&= character !== undefined;
      return character ?? reference;
    },
  );
  return isKnown ? result : null;
}

/** Returns the first child with this name. */
export function findChild(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}
