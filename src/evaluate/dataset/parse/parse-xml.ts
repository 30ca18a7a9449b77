/** An element without its attributes, which annotations do not use. */
export interface XmlElement {
  readonly name: string;
  /** Text of the element itself, without the text of its children, trimmed. */
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

/** What begins with `<`, by its first characters, and how it ends. */
const sections = [
  { start: '<!--', end: '-->' },
  { start: '<![CDATA[', end: ']]>' },
  { start: '<', end: '>' },
] as const;

/**
 * The root element of an XML document, or `null` if it is not well-formed. Reads the subset that annotations use:
 * elements, text, CDATA and the predefined entities; a text with another entity is not read. Takes linear time.
 */
export function parseXml(text: string): XmlElement | null {
  const open: OpenElement[] = [{ name: '', text: '', children: [] }];
  let offset = 0;
  for (let next = text.indexOf('<'); next !== -1; next = text.indexOf('<', offset)) {
    const parent = open.at(-1);
    const section = sections.find(({ start }) => text.startsWith(start, next));
    const end = section ? text.indexOf(section.end, next + section.start.length) : -1;
    if (!parent || !section || end === -1) return null;
    const between = decodeEntities(text.slice(offset, next));
    if (between === null) return null;
    parent.text += between;
    const content = text.slice(next + section.start.length, end);
    offset = end + section.end.length;
    if (section.end === ']]>') parent.text += content;
    else if (section.end === '>' && !/^[!?]/.test(content) && !applyTag(content, open)) return null;
  }
  const [{ children } = { children: [] }, ...unclosed] = open;
  const [root, ...others] = children;
  return unclosed.length === 0 && others.length === 0 && text.slice(offset).trim() === '' ? (root ?? null) : null;
}

/**
 * Opens or closes an element.
 * @returns whether that is possible here
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

/** @returns `null` if the text has an entity that XML does not define: its meaning is not known */
function decodeEntities(text: string): string | null {
  let isKnown = true;
  const result = text.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|([\w:.-]+));/gi,
    (all, decimal, hex, name?: string) => {
      const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
      const character = name !== undefined ? entities[name] : code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
      isKnown &&= character !== undefined;
      return character ?? all;
    },
  );
  return isKnown ? result : null;
}

/** The first child with this name. */
export function findChild(element: XmlElement, name: string): XmlElement | undefined {
  return element.children.find((child) => child.name === name);
}
