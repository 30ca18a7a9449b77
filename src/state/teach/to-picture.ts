/** The longer side of pictures from the camera, in pixels: no backbone in use looks at more. Own choice. */
const maxSide = 640;

/** A camera frame as a file. The frame is closed. */
export async function toPicture(frame: ImageBitmap): Promise<File> {
  const scale = Math.min(1, maxSide / Math.max(frame.width, frame.height));
  const canvas = new OffscreenCanvas(Math.round(frame.width * scale), Math.round(frame.height * scale));
  canvas.getContext('2d')!.drawImage(frame, 0, 0, canvas.width, canvas.height);
  frame.close();
  const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.9 });
  return new File([blob], 'camera.jpg', { type: blob.type });
}
