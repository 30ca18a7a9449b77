import type { Quad } from './geometry.ts';

/** A line of text in an image, or a part of one. */
export interface TextRegion {
  readonly text: string;
  /** Mean probability of its characters, 0 to 1. */
  readonly score: number;
  /** Corners in pixels of the image, clockwise from the one at the image's top left. */
  readonly quad: Quad;
  /** Row number from 0; pieces side by side share a row. */
  readonly row: number;
  /** Whether the text is upside down in the image. */
  readonly upsideDown: boolean;
}

/** The text of an image. */
export interface Recognition {
  /** The whole text: one line for each row, with its pieces separated by spaces. */
  readonly text: string;
  /** Regions in reading order. */
  readonly pieces: readonly TextRegion[];
}

/** @param rows rows of pieces in reading order */
export function createRecognition(rows: readonly (readonly Omit<TextRegion, 'row'>[])[]): Recognition {
  return {
    text: rows.map((pieces) => pieces.map(({ text }) => text).join(' ')).join('\n'),
    pieces: rows.flatMap((pieces, row) => pieces.map((piece) => ({ row, ...piece }))),
  };
}
