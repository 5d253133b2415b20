import type { Card, Labels } from '../protocol/card.js';
import type { Decision } from '../protocol/decision.js';
import { type Wait, waitOf } from './approval-lock.js';
import {
  nameField,
  nameLabel,
  type ReasonBox,
  reasonBox,
  type TickBoxes,
  type Ticks,
  tickBoxes,
} from './decision-fields.js';
import { button, element, type Look } from './dom.js';
import type { Drafts } from './drafts.js';
import { onceInView } from './in-view.js';

/** No first: it needs no name, no delay and no reading. Yes is locked until `waitOf` has nothing to wait for. */
export class DecisionSection {
  readonly section: HTMLElement;
  private readonly deny: HTMLButtonElement;
  private readonly approve: HTMLButtonElement;
  private readonly hint: HTMLElement;
  private readonly name: HTMLInputElement | undefined;
  private readonly tickBoxes: TickBoxes;
  private readonly reason: ReasonBox;
  private readonly stopArming: () => void;
  private isRead = false;
  private isArmed: boolean;
  private isSent = false;

  constructor(
    private readonly card: Card,
    private readonly labels: Labels,
    drafts: Drafts,
    private readonly decide: (decision: Decision, ticks: Ticks) => void,
    private readonly breakGlass: () => void,
    /** Requests like this one that wait too. */
    private readonly siblings?: { readonly count: number; deny(reason: string): void },
  ) {
    const hint = `${card.id}-hint`;
    this.isArmed = card.armMilliseconds === 0;
    this.hint = element('p', { class: 'hint dim', id: hint, attributes: { 'aria-live': 'polite' } });
    this.tickBoxes = tickBoxes(card, drafts);
    this.reason = reasonBox(card, labels, drafts);
    this.name = card.ask.kind === 'typed' ? nameField(card, hint, drafts, () => this.refresh()) : undefined;
    this.deny = button(card.no, `${card.id}/deny`, look('deny', card.deny), () => this.sayNo());
    this.approve = button(card.yes, `${card.id}/approve`, look('approve', card.approve, hint), () =>
      this.sayYes(),
    );
    this.section = this.assemble();
    this.stopArming = this.isArmed ? () => undefined : this.arm();
    this.refresh();
  }

  /** Tells that the end of the command has been in view. */
  read(): void {
    this.isRead = true;
    this.refresh();
  }

  /** The extension has answered: what was pressed may be pressed again. */
  settle(): void {
    this.isSent = false;
    this.refresh();
  }

  /** Puts words into the reason, for a safer way that the card suggests. */
  suggest(reason: string): void {
    this.reason.suggest(reason);
  }

  dispose(): void {
    this.stopArming();
  }

  private assemble(): HTMLElement {
    const { ask } = this.card;
    const { toggle, box } = this.reason;
    const look = { class: `part decision ${ask.kind}` };
    const [before, after] = [this.tickBoxes.boxes, this.hint];
    if (ask.kind === 'no-only') {
      return element('section', look, element('div', { class: 'row' }, this.deny, toggle), box, this.glass());
    }
    if (ask.kind !== 'typed' || this.name === undefined) {
      const row = element(
        'div',
        { class: 'row' },
        this.deny,
        toggle,
        element('span', { class: 'grow' }),
        this.approve,
      );
      return element('section', look, ...before, row, box, this.all(), after, this.glass());
    }
    const no = element('div', { class: 'row' }, this.deny, toggle);
    const yes = element('div', { class: 'row yes' }, this.approve);
    return element(
      'section',
      look,
      ...before,
      no,
      box,
      this.all(),
      nameLabel(ask, this.name),
      this.name,
      yes,
      after,
      this.glass(),
    );
  }

  /** One no for all that are like it; a yes is given to each by itself. */
  private all(): HTMLElement | undefined {
    const { siblings, card, labels } = this;
    if (siblings === undefined) return undefined;
    const words = labels.denyAll.replace('{count}', String(siblings.count));
    return button(words, `${card.id}/deny-all`, { class: 'link' }, () => siblings.deny(this.reason.text()));
  }

  /** Last and least: it leads to a ceremony of its own. */
  private glass(): HTMLElement | undefined {
    const { id, glass } = this.card;
    return glass === undefined
      ? undefined
      : button(glass, `${id}/glass`, { class: 'link glass' }, () => this.breakGlass());
  }

  private arm(): () => void {
    return onceInView(this.approve, this.card.armMilliseconds, () => {
      this.isArmed = true;
      this.refresh();
    });
  }

  private sayNo(): void {
    const reason = this.reason.text();
    if (this.card.reasonNeeded === true && reason === '') this.reason.open();
    else this.send({ kind: 'deny', digest: this.card.digest, reason });
  }

  private sayYes(): void {
    const typed = this.name === undefined ? {} : { typed: this.name.value };
    const copy = this.tickBoxes.keepsCopy() ? ({ keepCopy: true } as const) : {};
    this.send({ kind: 'approve', digest: this.card.digest, ...typed, ...copy });
  }

  private send(decision: Decision): void {
    if (this.isSent) return;
    this.isSent = true;
    this.refresh();
    const none = { passReads: false };
    this.decide(decision, decision.kind === 'approve' ? this.tickBoxes.ticks() : none);
  }

  private refresh(): void {
    const wait = this.wait();
    this.approve.disabled = wait !== undefined;
    // A pressed control stays focusable, so that the keyboard's place is not lost before the answer comes.
    for (const control of [this.deny, this.approve]) {
      control.setAttribute('aria-disabled', String(this.isSent));
    }
    const words = wait === undefined ? '' : this.wordsOf(wait);
    if (this.hint.textContent !== words) this.hint.textContent = words;
  }

  private wait(): Wait | undefined {
    const { ask } = this.card;
    return waitOf({
      read: this.isRead,
      armed: this.isArmed,
      name: ask.kind === 'typed' ? ask.name : undefined,
      typed: this.name?.value ?? '',
    });
  }

  private wordsOf(wait: Wait): string {
    const { waitRead, waitName, nameDiffers, waitArm } = this.labels;
    return { read: waitRead, name: waitName, 'name-differs': nameDiffers, arm: waitArm }[wait];
  }
}

function look(kind: string, name: string, hint?: string): Look {
  return { class: kind, attributes: { 'aria-label': name, 'aria-describedby': hint } };
}
