import { boxSizes } from '#graph/layout/box-text.ts';
import type { Scene, SceneBox, SceneEdge } from '#graph/layout/graph-scene.ts';
import type { Fill, GraphTheme } from './graph-theme.ts';
import type { Extent, Viewport } from './viewport.ts';

export interface PaintOptions {
  readonly scene: Scene;
  readonly viewport: Viewport;
  readonly screen: Extent;
  readonly theme: GraphTheme;
  /** The fill of a box. */
  readonly boxFill: (box: number) => Fill;
  /** Formats the text in a closed module, given its number of nodes. */
  readonly moduleLine: (nodes: string) => string;
  readonly selected: number | null;
  /** Boxes found by the search. */
  readonly found: ReadonlySet<number>;
}

/** Minimum scales at which box texts, edge labels, and boxes with frames are drawn; below them, they are illegible. */
const minTextScale = 0.28;
const minLabelScale = 0.6;
const minFrameScale = 0.12;
/** Shorter edges, in screen pixels, are not drawn. */
const minEdgePixels = 2;

const cornerRadius = 4;

/** Draws the visible part of a scene. */
export function paintScene(context: CanvasRenderingContext2D, options: PaintOptions): void {
  const { scene, viewport, screen, theme } = options;
  context.fillStyle = theme.paper;
  context.fillRect(0, 0, screen.width, screen.height);
  context.save();
  context.scale(viewport.scale, viewport.scale);
  context.translate(-viewport.x, -viewport.y);
  const visible = listVisibleBoxes(options);
  for (const box of visible) if (scene.boxes[box]!.isOpen) paintOpenModule(context, options, box);
  paintEdges(context, options);
  const isSmall = viewport.scale < minFrameScale;
  for (const box of visible) {
    if (scene.boxes[box]!.isOpen) continue;
    if (isSmall) paintSmallBox(context, options, box);
    else paintBox(context, options, box);
  }
  context.restore();
}

/** Lists the indices of the visible boxes. Of several boxes in one pixel, only the first is included. */
function listVisibleBoxes({ scene, viewport, screen, selected, found }: PaintOptions): number[] {
  const { scale } = viewport;
  const [right, bottom] = [viewport.x + screen.width / scale, viewport.y + screen.height / scale];
  const usedPixels = new Set<number>();
  const visible: number[] = [];
  for (const [index, { x, y, width, height, isOpen }] of scene.boxes.entries()) {
    if (x > right || y > bottom || x + width < viewport.x || y + height < viewport.y) continue;
    if (height * scale < 1 && !isOpen && index !== selected && !found.has(index)) {
      const pixel = Math.floor((y - viewport.y) * scale) * 65_536 + Math.floor((x - viewport.x) * scale);
      if (usedPixels.has(pixel)) continue;
      usedPixels.add(pixel);
    }
    visible.push(index);
  }
  return visible;
}

function paintEdges(context: CanvasRenderingContext2D, options: PaintOptions): void {
  const { scene, viewport, screen, theme, selected } = options;
  const { scale } = viewport;
  const [right, bottom] = [viewport.x + screen.width / scale, viewport.y + screen.height / scale];
  const visibleEdges: SceneEdge[] = [];
  const selectedEdges: SceneEdge[] = [];
  context.beginPath();
  for (const edge of scene.edges) {
    if (!isVisible(scene, edge, viewport, right, bottom)) continue;
    visibleEdges.push(edge);
    if (selected !== null && (edge.from === selected || edge.to === selected)) selectedEdges.push(edge);
    else tracePath(context, scene, edge);
  }
  context.strokeStyle = theme.edge;
  context.lineWidth = Math.max(1, 0.6 / scale);
  context.globalAlpha = selected === null ? 0.8 : 0.5;
  context.stroke();
  if (scale > minTextScale) paintArrows(context, scene, visibleEdges, theme.edge);
  context.globalAlpha = 1;
  context.beginPath();
  for (const edge of selectedEdges) tracePath(context, scene, edge);
  context.strokeStyle = theme.accent;
  context.lineWidth = Math.max(2.2, 1.4 / scale);
  context.stroke();
  if (scale > minTextScale) paintArrows(context, scene, selectedEdges, theme.accent);
  if (scale > minLabelScale) paintLabels(context, options, visibleEdges);
}

function isVisible(
  { points }: Scene,
  { start, end }: SceneEdge,
  { x, y, scale }: Viewport,
  right: number,
  bottom: number,
) {
  let [minX, maxX] = [Infinity, -Infinity];
  for (let index = start; index < end; index += 2) {
    minX = Math.min(minX, points[index]!);
    maxX = Math.max(maxX, points[index]!);
  }
  const [first, last] = [points[start + 1]!, points[end - 1]!];
  const [minY, maxY] = [Math.min(first, last), Math.max(first, last)];
  if (minX > right || maxX < x || minY > bottom || maxY < y) return false;
  return (maxY - minY + maxX - minX) * scale >= minEdgePixels;
}

/** Adds an edge to the path: straight within a layer, curved from each layer to the next. */
function tracePath(context: CanvasRenderingContext2D, { points }: Scene, { start, end }: SceneEdge): void {
  context.moveTo(points[start]!, points[start + 1]!);
  for (let offset = start + 2; offset < end; offset += 4) {
    const [x, y] = [points[offset]!, points[offset + 1]!];
    context.lineTo(x, y);
    if (offset + 2 >= end) break;
    const [nextX, nextY] = [points[offset + 2]!, points[offset + 3]!];
    const middle = (y + nextY) / 2;
    if (nextX === x) context.lineTo(nextX, nextY);
    else context.bezierCurveTo(x, middle, nextX, middle, nextX, nextY);
  }
}

function paintArrows(
  context: CanvasRenderingContext2D,
  { points }: Scene,
  edges: readonly SceneEdge[],
  colour: string,
): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const { start, end } of edges) {
    const [x, y] = [points[end - 2]!, points[end - 1]!];
    const size = points[start + 1]! <= y ? 6 : -6;
    context.moveTo(x, y);
    context.lineTo(x - 3.5, y - size);
    context.lineTo(x + 3.5, y - size);
  }
  context.fill();
}

/** Draws the shape of each value once, at the start of its first edge. */
function paintLabels(
  context: CanvasRenderingContext2D,
  { scene, theme }: PaintOptions,
  edges: readonly SceneEdge[],
): void {
  const labelled = new Set<string>();
  context.font = `10px ${theme.font}`;
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  context.fillStyle = theme.soft;
  for (const { label, from, value, start, end } of edges) {
    const key = `${from} ${value}`;
    if (label === '' || labelled.has(key) || end - start < 8) continue;
    labelled.add(key);
    context.fillText(label, scene.points[start]! + 6, scene.points[start + 1]! + 13);
  }
}

function paintSmallBox(
  context: CanvasRenderingContext2D,
  { scene, viewport, boxFill, theme, selected, found }: PaintOptions,
  index: number,
): void {
  const { x, y, width, height } = scene.boxes[index]!;
  const minSize = 1.2 / viewport.scale;
  const isMarked = index === selected || found.has(index);
  context.fillStyle = isMarked ? theme.accent : boxFill(index).colour;
  const halo = isMarked ? 4 / viewport.scale : 0;
  context.fillRect(x - halo, y - halo, Math.max(width, minSize) + 2 * halo, Math.max(height, minSize) + 2 * halo);
}

function paintBox(context: CanvasRenderingContext2D, options: PaintOptions, index: number): void {
  const { scene, theme, boxFill, viewport, selected, found, moduleLine } = options;
  const box = scene.boxes[index]!;
  const { x, y, width, height, kind, title, lines } = box;
  const isInputOrOutput = kind === 'input' || kind === 'output';
  const corner = isInputOrOutput ? Math.min(14, height / 2) : cornerRadius;
  if (kind === 'module') {
    context.fillStyle = theme.surface;
    context.strokeStyle = theme.edge;
    context.lineWidth = 1;
    addRoundedRect(context, { ...box, x: x + 4, y: y + 4 }, corner);
    context.fill();
    context.stroke();
  }
  addRoundedRect(context, box, corner);
  context.fillStyle = isInputOrOutput ? theme.plain.colour : theme.surface;
  context.fill();
  const fill = isInputOrOutput ? theme.plain : boxFill(index);
  const headHeight = lines.length > 0 && !isInputOrOutput ? boxSizes.titleHeight : height;
  if (!isInputOrOutput) {
    context.fillStyle = fill.colour;
    context.beginPath();
    context.roundRect(x, y, width, headHeight, headHeight === height ? corner : [corner, corner, 0, 0]);
    context.fill();
  }
  const isMarked = index === selected || found.has(index);
  addRoundedRect(context, box, corner);
  context.strokeStyle = isMarked ? theme.accent : theme.edge;
  context.lineWidth = isMarked ? Math.max(3, 2 / viewport.scale) : 1;
  context.stroke();
  if (viewport.scale < minTextScale) return;
  const { titleHeight, lineHeight, padding, titleFont, lineFont } = boxSizes;
  const maxTextWidth = width - 2 * padding + 8;
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  context.font = `600 ${titleFont}px ${theme.font}`;
  context.fillStyle = fill.text;
  context.fillText(
    kind === 'module' ? `▸ ${title}` : title,
    x + width / 2,
    y + Math.min(headHeight, titleHeight) / 2 + 0.5,
    maxTextWidth,
  );
  context.font = `${lineFont}px ${theme.font}`;
  for (const [line, text] of lines.entries()) {
    context.fillStyle = isInputOrOutput ? theme.plain.text : line === 0 ? theme.ink : theme.soft;
    const lineText = kind === 'module' ? moduleLine(text) : text;
    context.fillText(lineText, x + width / 2, y + titleHeight + 3 + lineHeight * (line + 0.5), maxTextWidth);
  }
}

function paintOpenModule(context: CanvasRenderingContext2D, options: PaintOptions, index: number): void {
  const { scene, theme, boxFill, viewport, selected, found } = options;
  const box = scene.boxes[index]!;
  const { x, y, title } = box;
  const isMarked = index === selected || found.has(index);
  addRoundedRect(context, box, 6);
  context.globalAlpha = 0.55;
  context.fillStyle = theme.surface;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = isMarked ? theme.accent : theme.edge;
  context.lineWidth = isMarked ? 2.5 : 1;
  context.stroke();
  if (viewport.scale < minTextScale) return;
  const fill = boxFill(index);
  context.fillStyle = fill.colour;
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, 6, Math.min(24, box.height), [6, 0, 0, 0]);
  context.fill();
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  context.font = `600 12px ${theme.font}`;
  context.fillStyle = theme.ink;
  context.fillText(`▾ ${title}`, x + 13, y + 14, box.width - 20);
}

function addRoundedRect(
  context: CanvasRenderingContext2D,
  { x, y, width, height }: Pick<SceneBox, 'x' | 'y' | 'width' | 'height'>,
  corner: number,
): void {
  context.beginPath();
  context.roundRect(x, y, width, height, corner);
}

/** Finds the index of the innermost box at a point of the drawing. An open module is hit only at its title. */
export function findBox({ boxes }: Scene, x: number, y: number): number | null {
  for (let index = boxes.length - 1; index >= 0; index--) {
    const box = boxes[index]!;
    const height = box.isOpen ? Math.min(30, box.height) : box.height;
    if (x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + height) return index;
  }
  return null;
}
