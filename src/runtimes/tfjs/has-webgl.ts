/** Whether WebGL 2, which the library needs, is to be had in this worker. */
export function hasWebgl(): boolean {
  const context = new OffscreenCanvas(1, 1).getContext('webgl2');
  context?.getExtension('WEBGL_lose_context')?.loseContext(); // browsers allow few at a time
  return context !== null;
}
