/** The visible part of a drawing: its top left corner, and the number of screen pixels per pixel of the drawing. */
export interface Viewport {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface Extent {
  readonly width: number;
  readonly height: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
}

const maxScale = 4;
/** Minimum scale at which texts are easy to read. */
const readableScale = 0.85;
const margin = 24;

/** Shows the whole drawing, at scale 1 at most. */
export function fit(drawing: Extent, screen: Extent): Viewport {
  const scale = fitScale(drawing, screen);
  return centreOn({ x: drawing.width / 2, y: drawing.height / 2 }, scale, screen);
}

/**
 * Shows the top of the drawing at a readable scale, around `start`; if the whole drawing fits at that scale, all of it.
 */
export function createFirstViewport(drawing: Extent, screen: Extent, start: Point): Viewport {
  const scale = fitScale(drawing, screen);
  if (scale >= readableScale) return fit(drawing, screen);
  const isNarrow = drawing.width * readableScale <= screen.width;
  const centre = centreOn({ x: isNarrow ? drawing.width / 2 : start.x, y: 0 }, readableScale, screen);
  return { ...centre, y: -margin / readableScale };
}

export function panBy({ x, y, scale }: Viewport, dx: number, dy: number): Viewport {
  return { x: x - dx / scale, y: y - dy / scale, scale };
}

/** Zooms by a factor while keeping a point of the screen in place. */
export function zoomAt(viewport: Viewport, factor: number, point: Point, drawing: Extent, screen: Extent): Viewport {
  const minScale = Math.min(fitScale(drawing, screen), 1) / 2;
  const scale = Math.min(maxScale, Math.max(minScale, viewport.scale * factor));
  const { x, y } = toDrawing(viewport, point);
  return { x: x - point.x / scale, y: y - point.y / scale, scale };
}

function centreOn({ x, y }: Point, scale: number, screen: Extent): Viewport {
  return { x: x - screen.width / 2 / scale, y: y - screen.height / 2 / scale, scale };
}

/** Centres a box, at a readable scale. */
export function centreOnBox(viewport: Viewport, box: Point & Extent, screen: Extent): Viewport {
  const boxScale = Math.min(screen.width / (box.width + 2 * margin), screen.height / (box.height + 2 * margin));
  const scale = Math.min(Math.max(viewport.scale, readableScale), Math.max(boxScale, 0.2));
  return centreOn(
    { x: box.x + box.width / 2, y: box.y + Math.min(box.height, screen.height / scale) / 2 },
    scale,
    screen,
  );
}

export function toDrawing({ x, y, scale }: Viewport, point: Point): Point {
  return { x: x + point.x / scale, y: y + point.y / scale };
}

/** Limits the position so that part of the drawing stays on screen. */
export function limitPosition(viewport: Viewport, drawing: Extent, screen: Extent): Viewport {
  const [width, height] = [screen.width / viewport.scale, screen.height / viewport.scale];
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);
  return {
    scale: viewport.scale,
    x: clamp(viewport.x, -width * 0.8, drawing.width - width * 0.2),
    y: clamp(viewport.y, -height * 0.8, drawing.height - height * 0.2),
  };
}

function fitScale(drawing: Extent, screen: Extent): number {
  const scaleX = (screen.width - 2 * margin) / Math.max(1, drawing.width);
  const scaleY = (screen.height - 2 * margin) / Math.max(1, drawing.height);
  return Math.max(Math.min(1, scaleX, scaleY), 1e-6);
}
