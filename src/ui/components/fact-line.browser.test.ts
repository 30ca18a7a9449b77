import { mount, unmount } from 'svelte';
import { expect, test } from 'vitest';
import FactLine from './FactLine.svelte';

test('facts that need several lines have no visible dot at the start or the end of a line', async () => {
  const target = document.createElement('div');
  target.style.width = '200px';
  document.body.append(target);
  const facts = ['object detection', '12.4 MB', 'Apache-2.0', 'stored here', 'runs on this device'];
  const component = mount(FactLine, { target, props: { facts } });
  const items = [...target.querySelectorAll('li')];
  const left = target.getBoundingClientRect().left;
  const lines = items.map((item) => item.getBoundingClientRect().top);
  expect(new Set(lines).size).toBeGreaterThan(1);
  for (const [index, item] of items.entries()) {
    const dot = item.querySelector('span')?.getBoundingClientRect();
    // A dot belongs to the fact after it: it is inside only if another fact is before it on the line.
    if (dot) expect(dot.right > left + 1).toBe(lines[index] === lines[index - 1]);
  }
  await unmount(component);
  target.remove();
});
