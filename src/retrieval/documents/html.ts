import { Parser } from 'htmlparser2';
import { SectionBuilder, toSingleLine, type DocumentContents } from './section.ts';

/** Elements whose content is omitted. */
const skippedElements = new Set([
  'script',
  'style',
  'template',
  'noscript',
  'svg',
  'head',
  'nav',
  'select',
  'button',
  'iframe',
]);
/** Elements that do not end a paragraph, by the phrasing content of the HTML standard. */
const inlineElements = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'cite',
  'code',
  'data',
  'del',
  'dfn',
  'em',
  'i',
  'ins',
  'kbd',
  'label',
  'mark',
  'q',
  'ruby',
  'rt',
  'rp',
  's',
  'samp',
  'small',
  'span',
  'strong',
  'sub',
  'sup',
  'time',
  'u',
  'var',
  'wbr',
  'font',
  'big',
  'tt',
]);

/** Reads HTML by its headings, without scripts, navigation and markup. */
export function readHtml(text: string): DocumentContents {
  const builder = new SectionBuilder();
  let paragraph = '';
  let skippedDepth = 0;
  let preformattedDepth = 0;
  let heading: number | null = null;
  const finish = () => {
    if (heading === null) builder.addParagraph(preformattedDepth > 0 ? paragraph : tidyWhitespace(paragraph));
    else builder.addHeading(heading, paragraph);
    paragraph = '';
  };
  const parser = new Parser({
    onopentag(name) {
      if (skippedElements.has(name)) skippedDepth++;
      if (skippedDepth > 0 || inlineElements.has(name)) return;
      if (name === 'br') return void (paragraph += '\n');
      if (name === 'td' || name === 'th') return void (paragraph += paragraph === '' ? '' : '\t');
      finish();
      if (name === 'pre') preformattedDepth++;
      heading = /^h[1-6]$/.test(name) ? Number(name[1]) : heading;
      if (name === 'li') paragraph = '- ';
    },
    ontext(data) {
      if (skippedDepth === 0) paragraph += preformattedDepth > 0 ? data : data.replaceAll(/\s+/g, ' ');
    },
    onclosetag(name) {
      if (skippedElements.has(name)) skippedDepth--;
      if (skippedDepth > 0 || inlineElements.has(name) || ['br', 'td', 'th'].includes(name)) return;
      finish();
      if (name === 'pre') preformattedDepth--;
      if (/^h[1-6]$/.test(name)) heading = null;
    },
  });
  parser.end(text);
  finish();
  return builder.build();
}

/** Trims each line; a list item without text becomes empty. */
function tidyWhitespace(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t').map(toSingleLine).join('\t'));
  const joined = lines.join('\n').trim();
  return joined === '-' ? '' : joined;
}
