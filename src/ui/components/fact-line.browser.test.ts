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
    const dot = getComputedStyle(item, '::before');
    expect(dot.content).toBe(index === 0 ? 'none' : '"·"');
    // A dot ends where its fact begins, so it is visible only if another fact precedes it on the same line.
    if (index > 0) expect(item.getBoundingClientRect().left > left + 1).toBe(lines[index] === lines[index - 1]);
  }
  expect(target.textContent).not.toContain('·');
  await unmount(component);
  target.remove();
});
