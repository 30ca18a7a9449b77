import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { decodeEntities } from './entities.ts';

export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'em' | 'del'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] }
  | { readonly kind: 'break' };

interface ListItem {
  /** Whether an item of a task list is done; `null` for other items. */
  readonly isDone: boolean | null;
  readonly children: readonly Block[];
}

export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'heading'; readonly level: number; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly language: string; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly Block[] }
  | { readonly kind: 'list'; readonly start: number | null; readonly items: readonly ListItem[] }
  | { readonly kind: 'table'; readonly align: readonly Align[]; readonly rows: readonly (readonly Inline[])[][] }
  | { readonly kind: 'rule' };

export type Align = 'center' | 'left' | 'right' | null;

/** A block with the source that it was parsed from; `null` for empty lines. */
export interface ParsedBlock {
  readonly raw: string;
  readonly block: Block | null;
}

/** In characters. Longer paragraphs are shown as their source, because finding emphasis can take quadratic time. */
const maxInlineLength = 4_000;
/** Larger tables are shown as their source. */
const maxTableCells = 2_000;

/**
 * GitHub's Markdown without HTML and images: these remain text, so an answer can neither contain active content nor
 * contact a server. Links are limited to http(s).
 */
export function parseMarkdown(source: string): ParsedBlock[] {
  try {
    return toBlocks(lex(source));
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    // The text is nested so deeply that parsing overflows the stack.
    return [{ raw: source, block: toPlainBlock(source) }];
  }
}

function lex(source: string): Token[] {
  const lexer = new Lexer({ gfm: true, breaks: true });
  const tokens = lexer.blockTokens(source.replaceAll(/\r\n?/g, '\n'));
  for (const { src, tokens } of lexer.inlineQueue) {
    if (src.length <= maxInlineLength) lexer.inlineTokens(src, tokens);
    else tokens.push({ type: 'text', raw: src, text: src, escaped: false });
  }
  return tokens;
}

function toBlocks(tokens: readonly Token[]): ParsedBlock[] {
  return tokens.map((token) => ({ raw: token.raw, block: toBlock(token as MarkedToken) }));
}

function toBlock(token: MarkedToken): Block | null {
  switch (token.type) {
    case 'heading':
      return { kind: 'heading', level: token.depth, children: toInlines(token.tokens) };
    case 'paragraph':
      return { kind: 'paragraph', children: toInlines(token.tokens) };
    case 'text': // the text of a list item
      return { kind: 'paragraph', children: token.tokens ? toInlines(token.tokens) : toInlines([token]) };
    case 'code':
      return { kind: 'code', language: /^\S*/.exec(token.lang ?? '')?.[0] ?? '', text: token.text };
    case 'blockquote':
      return { kind: 'quote', children: listInnerBlocks(token.tokens) };
    case 'list':
      return { kind: 'list', start: token.ordered ? Number(token.start) : null, items: token.items.map(toItem) };
    case 'table':
      return toTable(token);
    case 'hr':
      return { kind: 'rule' };
    case 'space':
      return null;
    default:
      return toPlainBlock(token.raw.trimEnd());
  }
}

function listInnerBlocks(tokens: readonly Token[]): Block[] {
  return toBlocks(tokens).flatMap(({ block }) => block ?? []);
}

function toItem({ task, checked, tokens }: Tokens.ListItem): ListItem {
  const children = listInnerBlocks(tokens.filter(({ type }) => type !== 'checkbox'));
  return { isDone: task ? checked === true : null, children };
}

function toTable({ raw, align, header, rows }: Tokens.Table): Block {
  if (header.length * (rows.length + 1) > maxTableCells) return { kind: 'code', language: '', text: raw.trimEnd() };
  const cells = [header, ...rows].map((row) => row.map(({ tokens }) => toInlines(tokens)));
  return { kind: 'table', align, rows: cells };
}

function toInlines(tokens: readonly Token[]): Inline[] {
  return tokens.map((token) => toInline(token as MarkedToken));
}

function toInline(token: MarkedToken): Inline {
  switch (token.type) {
    case 'text':
      return { kind: 'text', text: decodeEntities(token.text) };
    case 'escape':
      return { kind: 'text', text: token.text };
    case 'codespan':
      return { kind: 'code', text: token.text };
    case 'strong':
    case 'em':
    case 'del':
      return { kind: token.type, children: toInlines(token.tokens) };
    case 'br':
      return { kind: 'break' };
    case 'html':
      return /^<br\s*\/?>$/i.test(token.raw) ? { kind: 'break' } : { kind: 'text', text: token.raw };
    case 'link':
    case 'image':
      return isHttpUrl(token.href)
        ? { kind: 'link', href: token.href, children: toInlines(token.tokens) }
        : { kind: 'text', text: token.raw };
    default:
      return { kind: 'text', text: token.raw };
  }
}

function toPlainBlock(text: string): Block {
  return { kind: 'paragraph', children: [{ kind: 'text', text }] };
}

const isHttpUrl = (href: string): boolean => /^https?:\/\/[^/]/i.test(href) && URL.canParse(href);
