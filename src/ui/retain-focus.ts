const focusable =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]';

/**
 * Focuses an element, unless it is hidden.
 * @returns whether it has the focus
 */
function takesFocus(element: HTMLElement): boolean {
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/**
 * An attachment: when the focused element is removed or disabled, for example by its own action, focus moves to the
 * first control of the nearest remaining ancestor. Otherwise focus would move to the body, and keyboard users would
 * start at the top.
 */
export function retainFocus(root: HTMLElement): () => void {
  /** The focused element and its ancestors, innermost first. */
  let path: readonly Element[] = [];

  function note({ target }: FocusEvent) {
    const found: Element[] = [];
    for (let index = target as Element | null; index && index !== root.parentElement; index = index.parentElement)
      found.push(index);
    path = found;
  }

  const observer = new MutationObserver(() => {
    const { activeElement } = document;
    const [focused] = path;
    const isDisabled = focused?.matches(':disabled') && (activeElement === focused || activeElement === document.body);
    if (!isDisabled && (activeElement !== document.body || focused?.isConnected !== false)) return;
    const around = path.filter((element) => element.isConnected);
    around.some((element) => Array.from(element.querySelectorAll<HTMLElement>(focusable)).some(takesFocus));
  });
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', note);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', note);
  };
}
