import type { Card, Labels } from '../protocol/card.js';
import type { Decision } from '../protocol/decision.js';
import { waitOf } from './approval-lock.js';
import { button, element } from './dom.js';
import type { Drafts } from './drafts.js';
import { onceInView } from './in-view.js';

export interface DecisionSection {
  readonly section: HTMLElement;
  /** Tells that the end of the command has been in view. */
  read(): void;
  /** The extension has answered: what was pressed may be pressed again. */
  settle(): void;
  /** Puts words into the reason, for a safer way that the card suggests. */
  suggest(reason: string): void;
  dispose(): void;
}

/** No first: it needs no name, no delay and no reading. Yes is locked until `waitOf` has nothing to wait for. */
export function decisionSection(
  card: Card,
  labels: Labels,
  drafts: Drafts,
  decide: (decision: Decision, passReads: boolean) => void,
): DecisionSection {
  const typedName = card.ask.kind === 'typed' ? card.ask.name : undefined;
  let read = false;
  let armed = card.armMilliseconds === 0;
  let sent = false;

  const passReads = passReadsBox(card);
  const reason = reasonBox(card, labels, drafts);
  const hint = element('p', {
    class: 'hint dim',
    id: `${card.id}-hint`,
    attributes: { 'aria-live': 'polite' },
  });
  const send = (decision: Decision): void => {
    if (sent) return;
    sent = true;
    refresh();
    decide(decision, decision.kind === 'approve' && passReads.checked());
  };
  const deny = button(labels.deny, `${card.id}/deny`, labelled('deny', card.deny), () =>
    send({ kind: 'deny', digest: card.digest, reason: reason.text() }),
  );
  const approve = button(labels.approve, `${card.id}/approve`, labelled('approve', card.approve), () =>
    send({
      kind: 'approve',
      digest: card.digest,
      ...(typedName === undefined ? {} : { typed: name?.value ?? '' }),
    }),
  );
  approve.setAttribute('aria-describedby', hint.id);
  const name = typedName === undefined ? undefined : nameField(card, hint.id, drafts, () => refresh());

  const refresh = (): void => {
    const wait = waitOf({ read, armed, name: typedName, typed: name?.value ?? '' });
    const words = {
      read: labels.waitRead,
      name: labels.waitName,
      'name-differs': labels.nameDiffers,
      arm: labels.waitArm,
    };
    approve.disabled = wait !== undefined;
    // A pressed control stays focusable, so that the keyboard's place is not lost before the answer comes.
    for (const control of [deny, approve]) control.setAttribute('aria-disabled', String(sent));
    const text = wait === undefined ? '' : words[wait];
    if (hint.textContent !== text) hint.textContent = text;
  };
  refresh();

  const stopArming = armed
    ? () => undefined
    : onceInView(approve, card.armMilliseconds, () => {
        armed = true;
        refresh();
      });

  const no = element('div', { class: 'row' }, deny, reason.toggle);
  const yes = element('div', { class: 'row yes' }, approve);
  const section = element(
    'section',
    { class: `part decision ${card.ask.kind}` },
    passReads.box,
    ...(typedName === undefined
      ? [
          element('div', { class: 'row' }, deny, reason.toggle, element('span', { class: 'grow' }), approve),
          reason.box,
        ]
      : [no, reason.box, ...nameParts(card, name), yes]),
    hint,
  );
  return {
    section,
    read: () => {
      read = true;
      refresh();
    },
    settle: () => {
      sent = false;
      refresh();
    },
    suggest: reason.suggest,
    dispose: stopArming,
  };
}

function labelled(look: string, name: string): { class: string; attributes: Record<string, string> } {
  return { class: look, attributes: { 'aria-label': name } };
}

/** Stands above the decision, so that it is read before yes is pressed; never ticked by itself. */
function passReadsBox(card: Card): { readonly box: HTMLElement | undefined; checked(): boolean } {
  if (card.passReads === undefined) return { box: undefined, checked: () => false };
  const tick = element('input', { attributes: { 'data-control': `${card.id}/pass-reads` } });
  tick.type = 'checkbox';
  const box = element('label', { class: 'tick' }, tick, card.passReads);
  return { box, checked: () => tick.checked };
}

/** Enter does nothing here: there is no form, so that no key in the field can approve. */
function nameField(card: Card, hint: string, drafts: Drafts, changed: () => void): HTMLInputElement {
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

function nameParts(card: Card, field: HTMLInputElement | undefined): readonly Node[] {
  if (card.ask.kind !== 'typed' || field === undefined) return [];
  const label = element('label', {}, `${card.ask.label} `, element('code', {}, card.ask.name));
  label.htmlFor = field.id;
  return [label, field];
}

interface ReasonBox {
  readonly box: HTMLElement;
  readonly toggle: HTMLButtonElement;
  text(): string;
  suggest(reason: string): void;
}

function reasonBox(card: Card, labels: Labels, drafts: Drafts): ReasonBox {
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
    suggest: (reason) => {
      field.value = reason;
      drafts.set(card.id, { reason });
      show(true);
      field.focus();
    },
  };
}
