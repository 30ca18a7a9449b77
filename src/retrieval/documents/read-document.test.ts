import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { toParagraphs } from './pdf.ts';
import { readDocument } from './read-document.ts';
import { encryption, createTinyPdf } from './tiny-pdf.fixture.ts';

const read = (name: string, content: string | Uint8Array<ArrayBuffer>) => readDocument(new Blob([content]), name);
const readSections = async (name: string, content: string | Uint8Array<ArrayBuffer>) =>
  (await read(name, content)).sections.map(({ headings, text }) => [headings.join(' / '), text]);

describe('Markdown', () => {
  test('is divided at its headings, and its blocks are unchanged', async () => {
    const text =
      '---\ntitle: x\n---\nIntro\n\n# A *b*\n\nOne\n\n- two\n- three\n\n## [C](x.md)\n\n```\n# no heading\n```\n\n# D\n';
    expect(await readSections('notes.md', text)).toEqual([
      ['', 'Intro'],
      ['A b', 'One\n\n- two\n- three'],
      ['A b / C', '```\n# no heading\n```'],
    ]);
  });
});

describe('HTML', () => {
  test('is divided at its headings, without scripts, navigation and markup', async () => {
    const html = `<!doctype html><html><head><title>x</title><style>p{}</style></head><body><nav>Menu</nav>
      <h1>A &amp; B</h1><p>One <b>bold</b><br>two</p><script>alert('<p>no</p>')</script>
      <h2>Table</h2><table><tr><th>k</th><th>v</th></tr><tr><td>a</td><td>1</td></tr></table>
      <ul><li>first</li><li>second</li></ul><pre>  keep\n    this</pre></body></html>`;
    expect(await readSections('page.html', html)).toEqual([
      ['A & B', 'One bold\ntwo'],
      ['A & B / Table', 'k\tv\n\na\t1\n\n- first\n\n- second\n\nkeep\n    this'],
    ]);
  });

  test('keeps empty leading cells of table rows', async () => {
    const html = `<table><tr> <th></th> <th>2023</th><th>2024</th></tr><tr><td>Rent</td><td>900</td><td></td></tr>
      <tr><td></td><td> </td></tr></table>`;
    expect(await readSections('page.html', html)).toEqual([['', '\t2023\t2024\n\nRent\t900']]);
  });

  test.each([
    ['paragraphs', '<td><p>Rent</p></td><td><p>900</p></td>', 'Rent\t900'],
    ['several paragraphs', '<td><p>Rent</p><p>Flat</p></td><td><div>9<br>0</div></td>', 'Rent Flat\t9\n0'],
    ['a list, and an empty cell', '<th><p></p></th><td><ul><li>a</li><li>b</li></ul></td><td>1', '\t- a - b\t1'],
    ['one paragraph, in a page of tables', '<td><p>One</p><p>Two</p></td>', 'One\n\nTwo'],
    ['another table', '<td>a<table><tr><td>b</td><td>c</td></tr></table></td>', 'a\n\nb\tc'],
  ])('keeps together the row of a table whose cells contain %s', async (_, row, text) => {
    expect(await readSections('page.html', `<table><tbody><tr>${row}</tr></tbody></table>`)).toEqual([['', text]]);
  });

  test('divides a page of tables at the headings in their cells', async () => {
    const html = '<table><tr><td><h1>A</h1><p>a</p><h2>B</h2><p>b</p></td></tr></table>';
    expect(await readSections('page.html', html)).toEqual([
      ['A', 'a'],
      ['A / B', 'b'],
    ]);
  });

  test.each([
    ['an image in a paragraph', '<p>a <img src="x.png"> b</p>', ['', 'a b']],
    ['a button in a paragraph', '<p>a <button>Copy</button> b</p>', ['', 'a b']],
    ['a picture in a heading', '<h2>A <picture><source><img></picture> B</h2><p>c</p>', ['A B', 'c']],
    ['a formula', '<p>Let <math><msup><mi>x</mi><mn>2</mn></msup><mo>=</mo><mn>4</mn></math>.</p>', ['', 'Let x2=4.']],
  ])('does not divide text at %s', async (_, html, section) => {
    expect(await readSections('page.html', html)).toEqual([section]);
  });

  test('keeps the bullet of a list item that contains paragraphs, and omits empty items', async () => {
    const html = '<ul><li>\n <p>x</p><p>y</p></li><li></li><li><ul><li>z</li></ul></li></ul><p>after</p>';
    expect(await readSections('page.html', html)).toEqual([['', '- x\n\ny\n\n- z\n\nafter']]);
  });

  test('that is unclosed or deeply nested is read to its end', async () => {
    expect(await readSections('page.htm', `<p>a<div>b${'<div>'.repeat(10_000)}c`)).toEqual([['', 'a\n\nb\n\nc']]);
  });
});

describe('text', () => {
  test('has paragraphs, in UTF-8 or UTF-16', async () => {
    const utf16 = Uint8Array.of(0xff, 0xfe, ...[...'é\n\nb'].flatMap((letter) => [letter.charCodeAt(0), 0]));
    expect(await readSections('notes.txt', utf16)).toEqual([['', 'é\n\nb']]);
  });
});

describe('Word', () => {
  const createXml = (body: string) => strToU8(`<?xml version="1.0"?><w:document><w:body>${body}</w:body></w:document>`);
  const createRun = (text: string) => `<w:r><w:t xml:space="preserve">${text}</w:t></w:r>`;
  const styles = strToU8(
    '<w:styles><w:style w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style><w:style w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style></w:styles>',
  );
  const createDocx = (body: string) => zipSync({ 'word/document.xml': createXml(body), 'word/styles.xml': styles });

  test('is divided by its heading styles, in any language, without deleted text', async () => {
    const createHeading = (level: number, text: string) =>
      `<w:p><w:pPr><w:pStyle w:val="berschrift${level}"/></w:pPr>${createRun(text)}</w:p>`;
    const createRow = (...cells: string[]) =>
      `<w:tr>${cells.map((cell) => `<w:tc><w:p>${createRun(cell)}</w:p></w:tc>`).join('')}</w:tr>`;
    const body = `${createHeading(1, 'Lease')}<w:p>${createRun('The ')}${createRun('rent &lt; 900')}<w:del><w:r><w:delText>no</w:delText></w:r></w:del></w:p>${createHeading(2, 'Fees')}<w:tbl>${createRow('Water', '30')}${createRow('Heat', '80')}${createRow('', '110')}</w:tbl>`;
    expect(await readSections('lease.docx', createDocx(body) as Uint8Array<ArrayBuffer>)).toEqual([
      ['Lease', 'The rent < 900'],
      ['Lease / Fees', 'Water\t30\n\nHeat\t80\n\n\t110'],
    ]);
  });

  test('that is damaged, old or encrypted is rejected with the reason', async () => {
    const zip = zipSync({ 'other.xml': createXml('') }) as Uint8Array<ArrayBuffer>;
    await expect(read('a.docx', zip)).rejects.toMatchObject({ facts: { file: 'a.docx', reason: 'docx-damaged' } });
    await expect(read('a.docx', zip.slice(0, 40))).rejects.toMatchObject({ facts: { reason: 'docx-damaged' } });
    const compound = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
    await expect(read('a.doc', compound)).rejects.toMatchObject({ facts: { reason: 'word-old-or-encrypted' } });
  });
});

describe('PDF', () => {
  test('has one section for each page with text', async () => {
    const { sections, pagesWithoutText } = await read('a.pdf', createTinyPdf([['Lease of', 'the flat'], [], ['Pets']]));
    expect(sections).toEqual([
      { headings: [], page: 1, text: 'Lease of the flat' },
      { headings: [], page: 3, text: 'Pets' },
    ]);
    expect(pagesWithoutText).toBe(1);
  });

  test('that is a scan, encrypted or damaged is rejected with the reason', async () => {
    const createError = (reason: string) => ({ code: 'file-unreadable', facts: { file: 'a.pdf', reason } });
    await expect(read('a.pdf', createTinyPdf([[], []]))).rejects.toMatchObject(createError('pdf-without-text'));
    await expect(read('a.pdf', createTinyPdf([['x']], encryption))).rejects.toMatchObject(createError('pdf-encrypted'));
    await expect(read('a.pdf', new TextEncoder().encode('%PDF-1.7 nothing'))).rejects.toMatchObject(
      createError('pdf-damaged'),
    );
  });

  test('lines are joined to paragraphs, and hyphenated words are joined', () => {
    const createLine = (str: string, y: number) => ({ str, hasEOL: true, transform: [1, 0, 0, 1, 72, y], height: 10 });
    expect(
      toParagraphs([
        createLine('A para-', 700),
        createLine('graph of', 688),
        createLine('lines.', 676),
        createLine('Next.', 640),
      ]),
    ).toBe('A paragraph of lines.\n\nNext.');
  });

  test('reading stops when it is aborted', async () => {
    const controller = new AbortController();
    const reading = readDocument(new Blob([createTinyPdf(Array.from({ length: 20 }, () => ['x']))]), 'a.pdf', {
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' });
  });
});

test('empty files and files that are not documents are rejected with the reason', async () => {
  const readReason = (name: string, content: string | Uint8Array<ArrayBuffer>) =>
    read(name, content).catch(({ facts }: { facts: { reason: string } }) => facts.reason);
  expect(await readReason('a.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0))).toBe(
    'document-not-text',
  );
  expect(await readReason('a.xlsx', zipSync({ x: strToU8('') }) as Uint8Array<ArrayBuffer>)).toBe('document-not-text');
  expect(await readReason('a.bin', Uint8Array.of(65, 0, 66))).toBe('document-not-text');
  expect(await readReason('a.txt', ' \n ')).toBe('empty');
  const huge = { size: 2 ** 31, slice: () => new Blob(['text']) } as unknown as Blob;
  await expect(readDocument(huge, 'log.txt')).rejects.toMatchObject({ facts: { reason: 'document-too-large' } });
});
