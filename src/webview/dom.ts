/** Builds elements. Text enters the page only as text nodes: there is no way here to parse markup. */
export interface Look {
  readonly class?: string;
  readonly id?: string;
  readonly role?: string;
  /** `aria-*` and `data-*` attributes; undefined leaves one out. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
}

export type Child = Node | string | undefined;

export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  look: Look = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  if (look.class !== undefined) made.className = look.class;
  if (look.id !== undefined) made.id = look.id;
  if (look.role !== undefined) made.setAttribute('role', look.role);
  for (const [name, value] of Object.entries(look.attributes ?? {})) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

/** A button that submits nothing; `control` names it for restoring focus after a redraw. */
export function button(label: Child, control: string, look: Look, press: () => void): HTMLButtonElement {
  const made = element(
    'button',
    { ...look, attributes: { ...look.attributes, 'data-control': control } },
    label,
  );
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

/** A shipped icon, silent for screen readers. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `icon icon-${name}`, attributes: { 'aria-hidden': 'true' } });
}
