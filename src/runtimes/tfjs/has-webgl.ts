/** Whether this worker supports WebGL 2, which the library requires. */
export function hasWebgl(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow only a few contexts at a time
  return context !== null;
}
