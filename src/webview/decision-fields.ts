/** The fields of a decision: a reason, a name, and what goes along with a yes. What is typed is kept as a draft. */
import type { Ask, Card, Labels } from '../protocol/card.js';
import { button, element } from './dom.js';
import type { Drafts } from './drafts.js';

/** What goes along with a yes. */
export interface Ticks {
  readonly passReads: boolean;
  readonly acceptHooks?: true;
}

export interface TickBoxes {
  /** Empty where the card offers nothing. */
  readonly boxes: readonly HTMLElement[];
  ticks(): Ticks;
  /** True where what is lost is to be copied first. */
  keepsCopy(): boolean;
}

/** They stand above the decision, so that they are read before yes is pressed; only what protects is ticked by itself. */
export function tickBoxes(card: Card, drafts: Drafts): TickBoxes {
  const reads = tickBox(`${card.id}/pass-reads`, card.passReads);
  const hooks = tickBox(`${card.id}/accept-hooks`, card.acceptHooks);
  const copy = tickBox(`${card.id}/keep-copy`, card.keepCopy, drafts.of(card.id).noCopy !== true, (ticked) =>
    drafts.set(card.id, { noCopy: !ticked }),
  );
  return {
    boxes: [copy.box, reads.box, hooks.box].filter((box) => box !== undefined),
    ticks: () => ({
      passReads: reads.isTicked(),
      ...(hooks.isTicked() && { acceptHooks: true }),
    }),
    keepsCopy: () => copy.isTicked(),
  };
}

function tickBox(
  control: string,
  words: string | undefined,
  ticked = false,
  changed: (ticked: boolean) => void = () => undefined,
): { readonly box: HTMLElement | undefined; isTicked(): boolean } {
  if (words === undefined) return { box: undefined, isTicked: () => false };
  const tick = element('input', { attributes: { 'data-control': control } });
  tick.type = 'checkbox';
  tick.checked = ticked;
  tick.addEventListener('change', () => changed(tick.checked));
  return { box: element('label', { class: 'tick' }, tick, words), isTicked: () => tick.checked };
}

/** Enter does nothing here: there is no form, so that no key in the field can approve. */
export function nameField(card: Card, hint: string, drafts: Drafts, changed: () => void): HTMLInputElement {
  const field = element('input', {
    id: `${card.id}-name`,
    class: 'name',
    attributes: {
      'data-control': `${card.id}/name`,
      'aria-describedby': hint,
      autocomplete: 'off',
      autocapitalize: 'off',
      spellcheck: 'false',
      dir: 'ltr',
    },
  });
  field.type = 'text';
  field.value = drafts.of(card.id).typed;
  field.addEventListener('input', () => {
    drafts.set(card.id, { typed: field.value });
    changed();
  });
  return field;
}

export function nameLabel(ask: Extract<Ask, { kind: 'typed' }>, field: HTMLInputElement): HTMLElement {
  const label = element('label', {}, `${ask.label} `, element('code', {}, ask.name));
  label.htmlFor = field.id;
  return label;
}

export interface ReasonBox {
  readonly box: HTMLElement;
  readonly toggle: HTMLButtonElement;
  text(): string;
  /** Shows the field and gives it the keyboard. */
  open(): void;
  suggest(reason: string): void;
}

export function reasonBox(card: Card, labels: Labels, drafts: Drafts): ReasonBox {
  const field = element('textarea', {
    id: `${card.id}-reason`,
    attributes: { 'data-control': `${card.id}/reason`, rows: '2', maxlength: '2000', dir: 'auto' },
  });
  field.value = drafts.of(card.id).reason;
  field.addEventListener('input', () => drafts.set(card.id, { reason: field.value }));
  const label = element('label', {}, labels.reason);
  label.htmlFor = field.id;
  const box = element(
    'div',
    { class: 'reason' },
    label,
    field,
    element('p', { class: 'dim hint' }, labels.reasonHint),
  );
  const toggle = button('', `${card.id}/reason-toggle`, { class: 'link' }, () => {
    show(box.hasAttribute('hidden'));
    if (!box.hasAttribute('hidden')) field.focus();
  });
  const show = (open: boolean): void => {
    box.hidden = !open;
    toggle.textContent = open ? labels.withoutReason : labels.addReason;
    toggle.setAttribute('aria-expanded', String(open));
    drafts.set(card.id, { reasonOpen: open });
  };
  show(drafts.of(card.id).reasonOpen);
  box.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    show(false);
    toggle.focus();
  });
  return {
    box,
    toggle,
    text: () => (box.hasAttribute('hidden') ? '' : field.value.trim()),
    open: () => {
      show(true);
      field.focus();
    },
    suggest: (reason) => {
      field.value = reason;
      drafts.set(card.id, { reason });
      show(true);
      field.focus();
    },
  };
}
