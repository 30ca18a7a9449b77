/**
 * How many wasm threads to start on `cores` logical cores. The library's own choice, half the cores and at most four
 * (its `backend-wasm.ts`), leaves two cores with one thread, though both are faster unless other programs keep them
 * busy (mobilenetv2-int8 on two idle cores: 26 ms a run instead of 45); so two is the least.
 * @param wanted undefined: as many as are good here
 */
export function threadsFor(wanted: number | undefined, cores: number): number {
  const threads = wanted ?? Math.max(2, Math.min(4, Math.ceil(cores / 2)));
  return Math.min(Math.max(1, threads), cores);
}
