const focusableSelector =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex]';

/**
 * Focuses an element, unless it is hidden.
 * @returns whether it has the focus
 */
function tryFocus(element: HTMLElement): boolean {
  element.focus({ preventScroll: true });
  return document.activeElement === element;
}

/** Lists `element` and its ancestors up to `root`, innermost first. */
function listAncestors(element: Element, root: Element): readonly Element[] {
  const ancestors: Element[] = [];
  for (let node: Element | null = element; node && node !== root.parentElement; node = node.parentElement)
    ancestors.push(node);
  return ancestors;
}

/**
 * Svelte attachment. When the focused element is removed or disabled, for example by its own action, focus moves to the
 * first control of the nearest remaining ancestor. Otherwise focus would move to the body, and keyboard users would
 * start at the top.
 */
export function retainFocus(root: HTMLElement): () => void {
  /** The focused element and its ancestors, innermost first; empty after the user has moved focus elsewhere. */
  let focusedPath: readonly Element[] = [];

  const rememberFocused = ({ target }: FocusEvent) => {
    focusedPath = listAncestors(target as Element, root);
  };

  /** Browsers also send `focusout` when an element is removed or disabled, some of them before the change. */
  const forgetUnlessRemoved = ({ target }: FocusEvent) => {
    const element = target as Element;
    queueMicrotask(() => {
      const isUsable = element.isConnected && !element.matches(':disabled');
      // If another window was focused, the element is still the active one of the document.
      if (isUsable && focusedPath[0] === element && document.activeElement !== element) focusedPath = [];
    });
  };

  const observer = new MutationObserver(() => {
    const { activeElement } = document;
    const [focused] = focusedPath;
    if (!focused) return;
    const isDisabled = focused.matches(':disabled') && (activeElement === focused || activeElement === document.body);
    const isRemoved = !focused.isConnected && activeElement === document.body;
    if (!isDisabled && !isRemoved) return;
    for (const ancestor of focusedPath) {
      if (!ancestor.isConnected) continue;
      for (const control of ancestor.querySelectorAll<HTMLElement>(focusableSelector)) if (tryFocus(control)) return;
    }
  });
  observer.observe(root, { childList: true, subtree: true, attributeFilter: ['disabled'] });
  root.addEventListener('focusin', rememberFocused);
  root.addEventListener('focusout', forgetUnlessRemoved);
  return () => {
    observer.disconnect();
    root.removeEventListener('focusin', rememberFocused);
    root.removeEventListener('focusout', forgetUnlessRemoved);
  };
}
