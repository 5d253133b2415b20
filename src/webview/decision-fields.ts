/** The fields of a decision: a reason, a name, and whether reads may pass. What is typed is kept as a draft. */
import type { Ask, Card, Labels } from '../protocol/card.js';
import { button, element } from './dom.js';
import type { Drafts } from './drafts.js';

export interface PassReads {
  /** Absent where the card does not offer it. */
  readonly box: HTMLElement | undefined;
  isTicked(): boolean;
}

/** Stands above the decision, so that it is read before yes is pressed; never ticked by itself. */
export function passReadsBox(card: Card): PassReads {
  if (card.passReads === undefined) return { box: undefined, isTicked: () => false };
  const tick = element('input', { attributes: { 'data-control': `${card.id}/pass-reads` } });
  tick.type = 'checkbox';
  const box = element('label', { class: 'tick' }, tick, card.passReads);
  return { box, isTicked: () => tick.checked };
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
