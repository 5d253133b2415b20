/**
 * Keeps the keyboard's place over a redraw. Focus moves only when it already was in this view:
 * to the same control, to where its request stands now, or, when that is decided, to the next request.
 */
export function keepFocus(root: HTMLElement, redraw: () => void): void {
  const before = document.activeElement;
  const inside = before instanceof HTMLElement && before !== document.body && root.contains(before);
  const control = inside ? before.dataset['control'] : undefined;
  const card = inside ? before.closest<HTMLElement>('[data-request]')?.dataset['request'] : undefined;
  const caret = inside ? caretOf(before) : undefined;
  redraw();
  if (!inside || (document.activeElement !== document.body && document.activeElement !== null)) return;
  const kept = [control, card === undefined ? undefined : `${card}/status`]
    .map((name) => (name === undefined ? undefined : usable(controlNamed(root, name))))
    .find((found) => found !== undefined);
  const target =
    kept ??
    root.querySelector<HTMLElement>('.card.open [data-head]') ??
    root.querySelector<HTMLElement>('[data-head]') ??
    root.querySelector<HTMLElement>('[data-rest]');
  target?.focus({ preventScroll: kept !== undefined });
  if (kept !== undefined && caret !== undefined && isField(kept)) kept.setSelectionRange(caret[0], caret[1]);
}

function controlNamed(root: HTMLElement, control: string): HTMLElement | undefined {
  return [...root.querySelectorAll<HTMLElement>('[data-control]')].find(
    (candidate) => candidate.dataset['control'] === control,
  );
}

function usable(found: HTMLElement | undefined): HTMLElement | undefined {
  if (found === undefined || found.matches(':disabled') || found.closest('[hidden]') !== null)
    return undefined;
  return found;
}

function isField(node: Element): node is HTMLInputElement | HTMLTextAreaElement {
  return node instanceof HTMLInputElement || node instanceof HTMLTextAreaElement;
}

function caretOf(node: Element): readonly [number, number] | undefined {
  if (!isField(node)) return undefined;
  return [node.selectionStart ?? 0, node.selectionEnd ?? 0];
}
