/**
 * Whether a relative path stays inside its folder and has the same meaning on every system: it is not absolute, and has no
 * `..`, drive letter, scheme, backslash, control character, or segment that ends in a dot or space.
 */
export function isSafePath(path: string): boolean {
  if (path.length > 1024) return false;
  // oxlint-disable-next-line no-control-regex -- these are rejected
  if (/[\\:\u0000-\u001f\u007f]/.test(path)) return false;
  return path
    .split('/')
    .every((segment) => segment !== '' && segment.length <= 255 && !/^\.{1,2}$|[. ]$/.test(segment));
}
