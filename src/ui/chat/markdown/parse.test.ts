import { expect, test } from 'vitest';
import { IncrementalMarkdown } from './incremental-markdown.ts';
import { parseMarkdown, type Block } from './parse.ts';

const parseBlocks = (source: string): Block[] => parseMarkdown(source).flatMap(({ block }) => block ?? []);
const textNode = (text: string) => ({ kind: 'text', text }) as const;

/** All text of a tree, in order; the address of a link is included. */
function plainText(node: unknown): string {
  if (typeof node === 'string') return node;
  return node && typeof node === 'object' ? Object.values(node).map(plainText).join('') : '';
}

test('lists, tables, code blocks and emphasis are parsed', () => {
  expect(parseBlocks('# Title\n\nSome **bold** `code`\nnext line')).toEqual([
    { kind: 'heading', level: 1, children: [textNode('Title')] },
    {
      kind: 'paragraph',
      children: [
        textNode('Some '),
        { kind: 'strong', children: [textNode('bold')] },
        textNode(' '),
        { kind: 'code', text: 'code' },
        { kind: 'break' },
        textNode('next line'),
      ],
    },
  ]);
  expect(parseBlocks('3. a\n4. b')).toMatchObject([{ kind: 'list', start: 3, items: [{ isDone: null }, {}] }]);
  expect(parseBlocks('- [x] a\n- [ ] b')).toMatchObject([
    { start: null, items: [{ isDone: true }, { isDone: false }] },
  ]);
  expect(parseBlocks('|a|b|\n|-|-:|\n|1|2|')).toMatchObject([
    {
      kind: 'table',
      align: [null, 'right'],
      rows: [
        [[textNode('a')], [textNode('b')]],
        [[textNode('1')], [textNode('2')]],
      ],
    },
  ]);
  expect(parseBlocks('```js title\nlet a;\n```')).toEqual([{ kind: 'code', language: 'js', text: 'let a;' }]);
});

test('an unclosed code fence is a code block up to the end', () => {
  expect(parseBlocks('Here:\n```python\nprint(1)\n\nprint(')).toMatchObject([
    { kind: 'paragraph' },
    { kind: 'code', language: 'python', text: 'print(1)\n\nprint(' },
  ]);
});

test.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<!-- c -->'])(
  'HTML remains text: %s',
  (html) => {
    expect(parseBlocks(html)).toEqual([{ kind: 'paragraph', children: [textNode(html)] }]);
    expect(plainText(parseBlocks(`a ${html}`)).replaceAll('text', '')).toContain(`a ${html}`);
  },
);

test.each([
  '[a](javascript:alert(1))',
  '[a](JaVaScRiPt:alert(1))',
  '[a](&#106;avascript:alert(1))',
  '[a](data:text/html,x)',
  '[a](/relative)',
  '[a](//host/path)',
  '[a](https:)',
  '![a](blob:x)',
  '<javascript:alert(1)>',
  'a@example.org',
])('an address that is not absolute http(s) does not become a link: %s', (source) => {
  expect(JSON.stringify(parseBlocks(source))).not.toContain('"link"');
  expect(plainText(parseBlocks(source))).toContain(source);
});

test('an image is a link to its address, which the page does not load', () => {
  expect(parseBlocks('![a *b*](https://example.org/x.png)')).toMatchObject([
    { children: [{ kind: 'link', href: 'https://example.org/x.png' }] },
  ]);
});

test('entities are decoded in text and not in code', () => {
  expect(parseBlocks('1 &lt; 2 &#39; &#x27; &nope; `&lt;`')).toEqual([
    { kind: 'paragraph', children: [textNode("1 < 2 ' ' &nope; "), { kind: 'code', text: '&lt;' }] },
  ]);
});

test('huge tables, deep nesting and long paragraphs are shown as their source', () => {
  const table = `|a|b|\n|-|-|\n${'|1|2|\n'.repeat(2000)}`;
  expect(parseBlocks(table)).toEqual([{ kind: 'code', language: '', text: table.trimEnd() }]);
  const nested = '>'.repeat(20_000);
  expect(parseBlocks(nested)).toEqual([{ kind: 'paragraph', children: [textNode(nested)] }]);
  const long = '_a __b'.repeat(1000); // emphasis that takes marked quadratic time
  expect(parseBlocks(long)).toEqual([{ kind: 'paragraph', children: [textNode(long)] }]);
});

test('a text that grows character by character has the same blocks as the whole text', () => {
  const source =
    'Intro\n\n- a\n\n- b\n\n  more of b\n\n```js\nlet a;\n\nlet b;\n```\n\n|a|b|\n|-|-|\n|1|2|\n\n1. x\n2. y\n\nEnd *it*\n';
  const markdown = new IncrementalMarkdown();
  for (let end = 1; end <= source.length; end++) {
    expect(markdown.parse(source.slice(0, end)).map(({ block }) => block)).toEqual(
      parseMarkdown(source.slice(0, end)).map(({ block }) => block),
    );
  }
});

test('a replaced text is parsed again, also with Windows line ends', () => {
  const markdown = new IncrementalMarkdown();
  markdown.parse('# One\n\nTwo');
  expect(markdown.parse('Three\r\n\r\nFour')).toEqual(parseMarkdown('Three\r\n\r\nFour'));
  const source = 'Three\r\n\r\nFour\r\n\r\nFive';
  expect(markdown.parse(source).map(({ block }) => block)).toEqual(parseMarkdown(source).map(({ block }) => block));
});
