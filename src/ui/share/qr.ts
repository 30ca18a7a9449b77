import { encodeQR } from 'qr';

/** Bytes in the largest QR code, version 40 at error correction level L (ISO/IEC 18004:2024, table 7). */
export const maxQrBytes = 2_953;

/** Encodes a link as the modules of a QR code with its quiet zone, `true` for dark; `null` if the link is too long. */
export function encodeQr(link: string): readonly (readonly boolean[])[] | null {
  if (new TextEncoder().encode(link).length > maxQrBytes) return null;
  // The lowest error correction level has the largest modules, and codes on screens and in print are rarely damaged.
  return encodeQR(link, 'raw', { ecc: 'low', border: 4 });
}

/** Formats the dark modules as SVG path data, with one user unit per module. */
export function toQrPath(modules: readonly (readonly boolean[])[]): string {
  return modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x} ${y}h1v1h-1z` : '')))
    .filter((module) => module !== '')
    .join('');
}

/**
 * Draws a QR code as large as fits in `maxWidth`, with modules of a whole number of pixels.
 * @returns the width in pixels
 */
export function drawQr(
  context: CanvasRenderingContext2D,
  modules: readonly (readonly boolean[])[],
  left: number,
  top: number,
  maxWidth: number,
): number {
  const scale = Math.max(1, Math.floor(maxWidth / modules.length));
  const width = scale * modules.length;
  context.fillStyle = '#fff';
  context.fillRect(left, top, width, width);
  context.fillStyle = '#000';
  for (const [y, row] of modules.entries()) {
    for (const [x, isDark] of row.entries()) {
      if (isDark) context.fillRect(left + x * scale, top + y * scale, scale, scale);
    }
  }
  return width;
}
