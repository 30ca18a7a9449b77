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
/**
 * The phrasing content of the HTML standard, obsolete text elements and MathML: elements that do not end a paragraph.
 */
const inlineElements = new Set(
  [
    'a,abbr,area,audio,b,bdi,bdo,button,canvas,cite,code,data,datalist,del,dfn,em,embed,i,iframe,img,input,ins,kbd,label',
    'link,map,mark,meta,meter,noscript,object,output,param,picture,progress,q,rb,rp,rt,rtc,ruby,s,samp,script,select,slot',
    'small,source,span,strong,sub,sup,svg,template,textarea,time,track,u,var,video,wbr',
    'acronym,big,blink,font,nobr,strike,tt',
    'math,annotation,annotation-xml,maction,maligngroup,malignmark,menclose,merror,mfenced,mfrac,mglyph,mi',
    'mlabeledtr,mmultiscripts,mn,mo,mover,mpadded,mphantom,mprescripts,mroot,mrow,ms,mspace,msqrt,mstyle,msub,msubsup',
    'msup,mtable,mtd,mtext,mtr,munder,munderover,none,semantics',
  ].flatMap((names) => names.split(',')),
);

/**
 * Elements that do not belong to a cell of a row of data: the table is the layout of a page, or contains another one.
 */
const rowBoundaries = new Set(
  ['tr', 'table', 'thead', 'tbody', 'tfoot', 'caption', 'pre', 'h1,h2,h3,h4,h5,h6'.split(',')].flat(),
);

/** Reads the text of HTML under its headings, without scripts, navigation and markup. */
export function readHtml(text: string): DocumentContents {
  const builder = new SectionBuilder();
  let paragraph = '';
  /** The prefix of the next paragraph, if it is the first of a list item. */
  let bullet = '';
  /** The cells of a table row, each with its paragraphs; `null` outside of rows. */
  let row: string[][] | null = null;
  let skippedDepth = 0;
  let preformattedDepth = 0;
  let heading: number | null = null;
  const finishParagraph = () => {
    const isEmpty = paragraph.trim() === '';
    const text = bullet + (preformattedDepth > 0 ? paragraph : tidyLines(paragraph));
    if (heading !== null) builder.addHeading(heading, paragraph);
    else if (!isEmpty && row) row.at(-1)!.push(text);
    else if (!isEmpty) builder.addParagraph(text);
    if (!isEmpty) bullet = '';
    paragraph = '';
  };
  const finishRow = () => {
    finishParagraph();
    // A single cell with several paragraphs is the layout of a page.
    if (row?.length === 1) for (const text of row[0]!) builder.addParagraph(text);
    else if (row) builder.addRow(row.map((paragraphs) => paragraphs.join(' ')).join('\t'));
    row = null;
  };
  const finishElement = (name: string) => (rowBoundaries.has(name) ? finishRow() : finishParagraph());
  const parser = new Parser({
    onopentag(name) {
      if (skippedElements.has(name)) skippedDepth++;
      if (skippedDepth > 0 || inlineElements.has(name)) return;
      if (name === 'br') return void (paragraph += '\n');
      if (name === 'td' || name === 'th') {
        finishParagraph();
        row ??= [];
        row.push([]);
        return;
      }
      finishElement(name);
      if (name === 'pre') preformattedDepth++;
      heading = /^h[1-6]$/.test(name) ? Number(name[1]) : heading;
      if (name === 'li') bullet = '- ';
    },
    ontext(data) {
      if (skippedDepth === 0) paragraph += preformattedDepth > 0 ? data : data.replaceAll(/\s+/g, ' ');
    },
    onclosetag(name) {
      if (skippedElements.has(name)) skippedDepth--;
      if (skippedDepth > 0 || inlineElements.has(name) || ['br', 'td', 'th'].includes(name)) return;
      finishElement(name);
      if (name === 'pre') preformattedDepth--;
      if (name === 'li') bullet = '';
      if (/^h[1-6]$/.test(name)) heading = null;
    },
  });
  parser.end(text);
  finishRow();
  return builder.build();
}

/** Trims each line. */
function tidyLines(text: string): string {
  return text.split('\n').map(toSingleLine).join('\n').trim();
}
