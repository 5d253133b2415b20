/** The card's view: draws what the extension says, sends back what a person decided. */
import { cardProtocolVersion, decodeHostMessage, type Snapshot } from '../protocol/card.js';
import { element } from './dom.js';
import { Drafts } from './drafts.js';
import { type EmptyCommand, emptyPart } from './empty.js';
import { keepFocus } from './focus.js';
import { connectHost } from './host.js';
import { isWaiting, Requests } from './requests.js';

const v = cardProtocolVersion;
const host = connectHost();
const drafts = new Drafts(host.recall(), (state) => host.keep(state));
let nonce = '';

const requests = new Requests(drafts, {
  decide: (id, decision, ticks) => host.send({ v, kind: 'decide', nonce, id, decision, ...ticks }),
  openDiff: (id, index) => host.send({ v, kind: 'open-diff', nonce, id, index }),
  breakGlass: (id, digest) => host.send({ v, kind: 'break-glass', nonce, id, digest }),
  sayPlace: (id, digest, environment) => host.send({ v, kind: 'say-place', nonce, id, digest, environment }),
  look: (id, digest) => host.send({ v, kind: 'look', nonce, id, digest }),
  openRule: (id) => host.send({ v, kind: 'open-rule', nonce, id }),
  openPage: (id) => host.send({ v, kind: 'open-page', nonce, id }),
  opened: () => reportDrawn(performance.now()),
});
const guard = element('p', { class: 'guard', role: 'alert' });
const empty = element('div', {});
const announcer = element('p', { class: 'unseen', role: 'status' });
const root = element('main', {}, guard, requests.list, empty, announcer);

function go(to: EmptyCommand): void {
  host.send({ v, kind: 'go', nonce, to });
}

function show(snapshot: Snapshot): void {
  const started = performance.now();
  nonce = snapshot.nonce;
  document.body.classList.toggle('page', snapshot.surface === 'page');
  keepFocus(root, () => {
    guard.hidden = snapshot.guard.up;
    const words = snapshot.guard.up ? '' : snapshot.guard.text;
    if (guard.textContent !== words) guard.textContent = words;
    requests.show(snapshot);
    const waiting = snapshot.cards.some(isWaiting);
    const isEmpty = !waiting && snapshot.surface === 'view' && snapshot.guard.up;
    empty.replaceChildren(...(isEmpty ? [emptyPart(snapshot.empty, go)] : []));
  });
  if (snapshot.announcement !== '') announcer.textContent = snapshot.announcement;
  drafts.prune(new Set(snapshot.cards.map((card) => card.id)));
  reportDrawn(started);
}

/** After the next frame: which card stands open before a person's eyes. Only that one can be approved. */
function reportDrawn(started: number): void {
  requestAnimationFrame(() => {
    const open = requests.openCard;
    const cards = open === undefined ? [] : [{ id: open.id, digest: open.digest }];
    // For measuring: the clock of the machine, so that it can be compared with the gate's.
    root.dataset['drawn'] = String(Date.now());
    host.send({ v, kind: 'drawn', nonce, cards, milliseconds: performance.now() - started });
  });
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = decodeHostMessage(event.data);
  if (!message.ok) return;
  if (message.value.kind === 'snapshot') show(message.value);
  else requests.open(message.value.id);
});

document.body.append(root);
host.send({ v, kind: 'ready' });
