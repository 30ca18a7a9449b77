import { drawQr } from './qr.ts';
import { wrapText } from './wrap-text.ts';

/** The texts of a result on an image to post. */
export interface ResultCard {
  readonly subject: string;
  readonly figure: string;
  readonly caption: string;
  readonly verdict: string;
  readonly tone: 'good' | 'metal' | 'warn' | 'bad';
  /** Machine, engine, date and method. */
  readonly lines: readonly string[];
  /** All of it in one sentence, for those who do not see the image. */
  readonly alt: string;
  /** The name of the file, without its extension. */
  readonly fileName: string;
}

export const cardSize = { width: 1600, height: 900 } as const;

const margin = 80;
const sans = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const serif = '"Iowan Old Style", Palatino, "URW Palladio L", P052, Charter, Georgia, serif';
/** The light theme's colours (`theme.css`): an image is the same wherever it is posted. */
const ink = '#1e1d1b';
const soft = '#585349';
const paper = '#fbfaf6';
const tones = { good: '#2a6440', metal: '#765608', warn: '#85510a', bad: '#9c2f26' } as const;

/** @param modules the QR code of the link; `null` if it is too long for one */
export function drawCard(
  context: CanvasRenderingContext2D,
  card: ResultCard,
  modules: readonly (readonly boolean[])[] | null,
  brand: string,
): void {
  const { width, height } = cardSize;
  context.fillStyle = paper;
  context.fillRect(0, 0, width, height);
  const tone = tones[card.tone];
  context.fillStyle = tone;
  context.fillRect(0, 0, width, 12);
  context.fillRect(0, 20, width, 6);

  let columnWidth = width - 2 * margin;
  if (modules) {
    const maxWidth = height - 2 * margin;
    const qrWidth = Math.max(1, Math.floor(maxWidth / modules.length)) * modules.length;
    drawQr(context, modules, width - margin - qrWidth, (height - qrWidth) / 2 + 13, maxWidth);
    columnWidth -= qrWidth + margin / 2;
  }

  context.textBaseline = 'alphabetic';
  let top = margin + 20;
  /** Draws lines of one size; a text of more than `maxLines` is drawn smaller. */
  const write = (text: string, size: number, font: string, colour: string, maxLines: number) => {
    let pixels = size;
    let lines: string[];
    do {
      context.font = `${font.replace('SIZE', `${pixels}px`)}`;
      lines = wrapText(text, columnWidth, (part) => context.measureText(part).width);
      pixels *= 0.9;
    } while (lines.length > maxLines && pixels > 16);
    const lineHeight = (pixels / 0.9) * 1.25;
    context.fillStyle = colour;
    for (const line of lines.slice(0, maxLines)) {
      top += lineHeight;
      context.fillText(line, margin, top, columnWidth);
    }
  };

  write(card.subject, 48, `600 SIZE ${sans}`, ink, 2);
  write(card.figure, 150, `600 SIZE ${serif}`, ink, 1);
  top += 14;
  write(card.caption, 30, `400 SIZE ${sans}`, soft, 1);
  top += 14;
  write(card.verdict, 40, `600 SIZE ${serif}`, tone, 1);
  top += 20;
  for (const line of card.lines) write(line, 30, `400 SIZE ${sans}`, soft, 2);
  top = height - margin - 36;
  write(brand, 30, `600 SIZE ${serif}`, ink, 1);
}
