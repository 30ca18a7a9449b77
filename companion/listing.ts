/** Plain values one a line, `group.name  value`, for people. */
export function listing(value: unknown, path = ''): string {
  if (value === null || typeof value !== 'object') return `${path}  ${String(value)}\n`;
  if (Array.isArray(value) && value.every((item) => item === null || typeof item !== 'object')) {
    return `${path}  ${value.join(', ')}\n`;
  }
  return Object.entries(value)
    .map(([name, item]) => listing(item, path === '' ? name : `${path}.${name}`))
    .join('');
}
