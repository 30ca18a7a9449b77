import { listConstantInputs, type GraphNode, type ModelGraph } from '../model-graph.ts';
import type { Shape } from '../value.ts';
import type { Size2 } from './box-layers.ts';

/** The text of a box, in the terms of the file. */
export interface BoxText {
  readonly title: string;
  /** Smaller lines below the title. */
  readonly lines: readonly string[];
}

/** Dimensions for measuring and drawing a box, in pixels at scale 1. */
export const boxSizes = { titleHeight: 26, lineHeight: 15, padding: 10, titleFont: 13, lineFont: 11 } as const;

const maxTextLength = 28;
const maxWeights = 3;
/**
 * Width of a character relative to the font size, averaged over the fonts in use: a worker cannot measure text.
 * Heuristic, not measured.
 */
const characterWidth = 0.58;
const minWidth = 72;

/**
 * Formats a shape as `1×3×224×224`, with `?` for an unknown size, and an empty text for a scalar or an unknown rank.
 */
export function formatShape(shape: Shape | null): string {
  return (shape ?? []).map((size) => (typeof size === 'string' ? clip(size, 12) : (size ?? '?'))).join('×');
}

/** Describes a node by its operator, the last part of its name, and its largest weights. */
export function describeNode(graph: ModelGraph, node: GraphNode): BoxText {
  const weights = listConstantInputs(graph, node).toSorted(
    (a, b) => (b.constant?.parameters ?? 0) - (a.constant?.parameters ?? 0),
  );
  const weightLines = weights
    .slice(0, maxWeights)
    .map(({ name, shape }) => `${getLastPart(name)} ${formatShape(shape)}`.trim());
  const remainder = weights.length > maxWeights ? [`+${weights.length - maxWeights}`] : [];
  const operator = node.operator.slice(node.operator.lastIndexOf('::') + 1).replace(/^:/, '');
  const name = getLastPart(node.name);
  const nameLines = name === '' || name === operator ? [] : [name];
  return { title: clip(operator), lines: [...nameLines, ...weightLines, ...remainder].map((line) => clip(line)) };
}

/** Describes an input or output of the graph. */
export function formatValue({ values }: ModelGraph, index: number): BoxText {
  const { name = '', dtype = '', shape = null } = values[index] ?? {};
  return { title: clip(getLastPart(name)), lines: [clip(`${dtype} ${formatShape(shape)}`.trim())] };
}

/** Estimates the size that a box with this text needs. */
export function measureText({ title, lines }: BoxText): Size2 {
  const { titleHeight, lineHeight, padding, titleFont, lineFont } = boxSizes;
  const widths = [title.length * titleFont, ...lines.map((line) => line.length * lineFont)];
  return {
    width: Math.max(minWidth, Math.ceil(characterWidth * Math.max(...widths)) + 2 * padding),
    height: titleHeight + lines.length * lineHeight + (lines.length > 0 ? 6 : 0),
  };
}

const getLastPart = (name: string): string => {
  const parts = name.split('/');
  return parts.at(-1) || parts.at(-2) || '';
};

function clip(text: string, length: number = maxTextLength): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
