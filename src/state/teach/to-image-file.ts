/**
 * The maximum side of a camera image, in pixels. Heuristic, not measured; larger than the inputs of the usual
 * backbones.
 */
const maxSide = 640;

/** Converts a camera frame to a JPEG file, and closes the frame. */
export async function toImageFile(frame: ImageBitmap): Promise<File> {
  const scale = Math.min(1, maxSide / Math.max(frame.width, frame.height));
  const canvas = new OffscreenCanvas(Math.round(frame.width * scale), Math.round(frame.height * scale));
  canvas.getContext('2d')!.drawImage(frame, 0, 0, canvas.width, canvas.height);
  frame.close();
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new File([blob], 'camera.jpg', { type: blob.type });
}
