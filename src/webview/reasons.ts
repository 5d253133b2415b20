import type { Card, Labels, Reason } from '../protocol/card.js';
import { button, element } from './dom.js';
import type { Drafts } from './drafts.js';

const shownAtFirst = 2;

export function reasonsSection(card: Card, labels: Labels, drafts: Drafts): HTMLElement | undefined {
  if (card.reasons.length === 0) return undefined;
  const first = card.reasons.slice(0, shownAtFirst);
  const rest = card.reasons.slice(shownAtFirst);
  const list = element('ul', { class: 'reasons', role: 'list' }, ...first.map(reasonNode));
  if (rest.length === 0) return element('section', { class: 'part' }, list);
  const more = element(
    'div',
    {},
    element('ul', { class: 'reasons', role: 'list' }, ...rest.map(reasonNode)),
    element('p', { class: 'sentence' }, card.score.sentence),
    element('p', { class: 'vector dim' }, card.score.vector),
  );
  const toggle = button('', `${card.id}/reasons`, { class: 'link' }, () => show(more.hasAttribute('hidden')));
  const show = (all: boolean): void => {
    more.hidden = !all;
    toggle.textContent = all ? labels.fewerReasons : card.reasonsMore;
    toggle.setAttribute('aria-expanded', String(all));
    drafts.set(card.id, { allReasons: all });
  };
  show(drafts.of(card.id).allReasons);
  return element('section', { class: 'part' }, list, more, toggle);
}

function reasonNode(reason: Reason): HTMLElement {
  return element(
    'li',
    {},
    element('span', {}, reason.text),
    element('span', { class: 'weight dim' }, reason.weight),
  );
}
