import { AppError } from '#core/error.ts';

/**
 * A name that a model gives for one of its other files, relative to the model's folder, with `/` between folders.
 * Returns it unchanged if it stays inside that folder on every system.
 * @throws AppError model-corrupt for a path that leaves the folder (`..`, absolute, drive letter, URL), one that means
 * different things on different systems (backslash, control character, NUL, trailing dot or space) or is too long
 */
export function checkFileName(name: string, format: string): string {
  const parts = name.split('/');
  const unsafe =
    name.length > 1024 ||
    // oxlint-disable-next-line no-control-regex -- they are what is refused
    /[\\:\u0000-\u001f\u007f]/.test(name) ||
    parts.some((part) => part === '' || part.length > 255 || /^\.{1,2}$|[. ]$/.test(part));
  if (unsafe) {
    const why = `the file name ${JSON.stringify(name.slice(0, 80))} is not one inside the model's own folder`;
    throw new AppError('model-corrupt', { format, why });
  }
  return name;
}
