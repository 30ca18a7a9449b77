import type { Quad } from './geometry.ts';

/** A line of text, or a part of one, as it was found in a picture. */
export interface TextPiece {
  readonly text: string;
  /** Mean probability of its characters, 0 to 1. */
  readonly score: number;
  /** Corners in pixels of the picture, clockwise from the one at the picture's top left. */
  readonly quad: Quad;
  /** From 0; pieces side by side share a row. */
  readonly row: number;
  /** Whether its letters stand on their heads. */
  readonly upsideDown: boolean;
}

/** What is written in a picture. */
export interface Recognition {
  /** Everything: a line for each row, its pieces parted by spaces. */
  readonly text: string;
  /** In reading order. */
  readonly pieces: readonly TextPiece[];
}

/** @param rows In reading order. */
export function recognition(rows: readonly (readonly Omit<TextPiece, 'row'>[])[]): Recognition {
  return {
    text: rows.map((pieces) => pieces.map(({ text }) => text).join(' ')).join('\n'),
    pieces: rows.flatMap((pieces, row) => pieces.map((piece) => ({ row, ...piece }))),
  };
}
