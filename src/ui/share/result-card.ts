import { drawQr } from './qr.ts';
import { wrapText } from './wrap-text.ts';

/** The texts on an image of a result. */
export interface ResultCard {
  readonly subject: string;
  readonly figure: string;
  readonly caption: string;
  readonly verdict: string;
  readonly tone: 'good' | 'accent' | 'warn' | 'bad';
  /** Machine, engine, date and method. */
  readonly lines: readonly string[];
  /** All texts of the card, as alternative text of the image. */
  readonly alt: string;
  /** File name without its extension. */
  readonly fileName: string;
}

export const cardSize = { width: 1600, height: 900 } as const;

const margin = 80;
const sansSerif = 'system-ui, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif';
const serif = '"Iowan Old Style", Palatino, "URW Palladio L", P052, Charter, Georgia, serif';
/** Colours of the light theme (`theme.css`), in every theme of the user. */
const ink = '#1e1d1b';
const softInk = '#585349';
const paper = '#fbfaf6';
const tones = { good: '#2a6440', accent: '#765608', warn: '#85510a', bad: '#9c2f26' } as const;

/**
 * Draws a result with its QR code on a canvas of `cardSize`.
 * @param modules the QR code of the link; `null` if the link is too long for one
 */
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
  /** Draws a text below the last one, and reduces its size until it fits in `maxLines` lines. */
  const drawText = (text: string, size: number, font: string, colour: string, maxLines: number) => {
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

  drawText(card.subject, 48, `600 SIZE ${sansSerif}`, ink, 2);
  drawText(card.figure, 150, `600 SIZE ${serif}`, ink, 1);
  top += 14;
  drawText(card.caption, 30, `400 SIZE ${sansSerif}`, softInk, 1);
  top += 14;
  drawText(card.verdict, 40, `600 SIZE ${serif}`, tone, 1);
  top += 20;
  for (const line of card.lines) drawText(line, 30, `400 SIZE ${sansSerif}`, softInk, 2);
  top = height - margin - 36;
  drawText(brand, 30, `600 SIZE ${serif}`, ink, 1);
}
