import { AppError, asAppError } from '#core/errors/error.ts';
import type { TaskRun } from '#core/task/task.ts';
import type { DigitGuess } from '#tasks/digits/digit-guess.ts';
import type { OpenModel } from './open-model.svelte.ts';

/** Side of the square in which strokes are drawn, in units of the drawing. */
export const drawingSide = 280;
/** Width of a stroke, in units of the drawing. */
const penWidth = 22;
/** Distance that an arrow key moves the pen, in units of the drawing. */
const keyStepUnits = 10;
/** Where the keyboard's pen starts. */
const penStart: Point = { x: drawingSide / 2, y: drawingSide / 4 };

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A digit being drawn, which is recognised after every change: one run at a time, always with the latest strokes. */
export class Drawing {
  strokes = $state.raw<readonly (readonly Point[])[]>([]);
  /** Position of the keyboard's pen; `null` until an arrow key is pressed. */
  pen = $state.raw<Point | null>(null);
  isPenDown = $state(false);
  recognition = $state.raw<TaskRun<DigitGuess> | null>(null);
  error = $state.raw<AppError | null>(null);
  readonly #model: OpenModel;
  #isRecognising = false;
  #isStale = false;

  constructor(model: OpenModel) {
    this.#model = model;
  }

  /** Starts a stroke, which is a dot until it is extended. */
  beginStroke(point: Point): void {
    this.#change([...this.strokes, [point]]);
  }

  extendStroke(point: Point): void {
    const last = this.strokes.at(-1);
    if (last) this.#change([...this.strokes.slice(0, -1), [...last, point]]);
  }

  removeLastStroke(): void {
    this.isPenDown = false;
    this.#change(this.strokes.slice(0, -1));
  }

  clear(): void {
    this.isPenDown = false;
    this.#change([]);
  }

  /** Moves the keyboard's pen by whole steps; draws if it is down. */
  movePen(stepsX: number, stepsY: number): void {
    const from = this.pen ?? penStart;
    this.pen = { x: clampToPad(from.x + stepsX * keyStepUnits), y: clampToPad(from.y + stepsY * keyStepUnits) };
    if (this.isPenDown) this.extendStroke(this.pen);
  }

  /** Puts the keyboard's pen down, or lifts it. */
  togglePen(): void {
    this.pen ??= penStart;
    this.isPenDown = !this.isPenDown;
    if (this.isPenDown) this.beginStroke(this.pen);
  }

  /** Recognises the drawing again, for instance with another engine. */
  recognise(): void {
    this.#isStale = true;
    void this.#drain();
  }

  #change(strokes: readonly (readonly Point[])[]): void {
    this.strokes = strokes;
    this.recognise();
  }

  async #drain(): Promise<void> {
    if (this.#isRecognising) return;
    this.#isRecognising = true;
    while (this.#isStale) {
      this.#isStale = false;
      await this.#recogniseOnce();
    }
    this.#isRecognising = false;
  }

  async #recogniseOnce(): Promise<void> {
    if (this.strokes.length === 0) {
      this.recognition = null;
      this.error = null;
      return;
    }
    try {
      const run = await this.#model.run<DigitGuess>(renderStrokes(this.strokes));
      this.error = null;
      if (this.strokes.length > 0) this.recognition = run;
    } catch (thrown) {
      this.recognition = null; // the result was for other strokes
      this.error = asAppError(thrown);
    }
  }
}

const clampToPad = (coordinate: number) => Math.min(drawingSide - penWidth, Math.max(penWidth, coordinate));

/** Paints strokes on a context that is scaled to the units of the drawing. */
export function paintStrokes(
  context: CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D,
  strokes: readonly (readonly Point[])[],
  ink: string,
): void {
  Object.assign(context, { lineCap: 'round', lineJoin: 'round', lineWidth: penWidth, strokeStyle: ink });
  for (const [first, ...rest] of strokes) {
    if (!first) continue;
    context.beginPath();
    context.moveTo(first.x, first.y);
    for (const { x, y } of rest.length > 0 ? rest : [first]) context.lineTo(x, y);
    context.stroke();
  }
}

/** Renders strokes black on white, regardless of the page's colours. */
function renderStrokes(strokes: readonly (readonly Point[])[]): ImageData {
  const context = new OffscreenCanvas(drawingSide, drawingSide).getContext('2d', { willReadFrequently: true });
  if (!context) throw new AppError('internal', { why: 'no 2D canvas' });
  context.fillStyle = '#fff';
  context.fillRect(0, 0, drawingSide, drawingSide);
  paintStrokes(context, strokes, '#000');
  return context.getImageData(0, 0, drawingSide, drawingSide);
}
