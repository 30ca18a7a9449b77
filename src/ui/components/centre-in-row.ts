/** Svelte attachment. Scrolls the row of links sideways so that this one is in its middle; the page does not move. */
export function centreInRow(link: HTMLElement): void {
  const row = link.closest('ul, nav');
  if (!row) return;
  const [inner, outer] = [link.getBoundingClientRect(), row.getBoundingClientRect()];
  row.scrollLeft += inner.left - outer.left - (outer.width - inner.width) / 2;
}
