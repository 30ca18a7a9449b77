import { oneLine } from './wording.ts';

/** Plain values one a line, `group.name  value`, for people at a terminal. */
export function listing(value: unknown, path = ''): string {
  if (value === null || typeof value !== 'object') return line(path, String(value));
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    return line(path, value.join(', '));
  }
  return Object.entries(value)
    .map(([name, item]) => listing(item, path === '' ? name : `${path}.${name}`))
    .join('');
}

function line(path: string, value: string): string {
  return `${oneLine(`${path}  ${value}`)}\n`;
}
