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
/** The phrasing content of the HTML standard, obsolete text elements and MathML: elements that do not end a paragraph. */
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

/** Reads HTML by its headings, without scripts, navigation and markup. */
export function readHtml(text: string): DocumentContents {
  const builder = new SectionBuilder();
  let paragraph = '';
  /** The prefix of the next paragraph, if it is the first of a list item. */
  let bullet = '';
  let isRow = false;
  let skippedDepth = 0;
  let preformattedDepth = 0;
  let heading: number | null = null;
  const finish = () => {
    const isEmpty = paragraph.trim() === '';
    if (heading !== null) builder.addHeading(heading, paragraph);
    else if (!isEmpty && isRow) builder.addRow(bullet + tidyWhitespace(paragraph));
    else if (!isEmpty)
      builder.addParagraph(bullet + (preformattedDepth > 0 ? paragraph : tidyWhitespace(paragraph).trim()));
    if (!isEmpty) bullet = '';
    paragraph = '';
    isRow = false;
  };
  const parser = new Parser({
    onopentag(name) {
      if (skippedElements.has(name)) skippedDepth++;
      if (skippedDepth > 0 || inlineElements.has(name)) return;
      if (name === 'br') return void (paragraph += '\n');
      if (name === 'td' || name === 'th') {
        if (isRow) paragraph += '\t';
        isRow = true;
        return;
      }
      finish();
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
      finish();
      if (name === 'pre') preformattedDepth--;
      if (name === 'li') bullet = '';
      if (/^h[1-6]$/.test(name)) heading = null;
    },
  });
  parser.end(text);
  finish();
  return builder.build();
}

/** Trims each line and each cell of a table row. */
function tidyWhitespace(text: string): string {
  const lines = text.split('\n').map((line) => line.split('\t').map(toSingleLine).join('\t'));
  return lines.join('\n');
}
