/**
 * Whether a path, relative to a folder and with `/` between segments, stays inside that folder and means the same on
 * every system: not absolute, without `..`, drive letter, scheme, backslash, control character, or a segment that ends
 * in a dot or space.
 */
export function isSafePath(path: string): boolean {
  if (path.length > 1024) return false;
  // oxlint-disable-next-line no-control-regex -- they are to be rejected
  if (/[\\:\u0000-\u001f\u007f]/.test(path)) return false;
  return path.split('/').every((step) => step !== '' && step.length <= 255 && !/^\.{1,2}$|[. ]$/.test(step));
}
