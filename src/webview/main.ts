/** The card's view: draws what the extension says, sends back what a person decided. */
import { cardProtocolVersion, decodeHostMessage, type Snapshot } from '../protocol/card.js';
import { element } from './dom.js';
import { Drafts } from './drafts.js';
import { emptyPart, type Place } from './empty.js';
import { keepFocus } from './focus.js';
import { connectHost } from './host.js';
import { Requests } from './requests.js';

const v = cardProtocolVersion;
const host = connectHost();
const drafts = new Drafts(host.recall(), (state) => host.keep(state));
let nonce = '';

const requests = new Requests(drafts, {
  decide: (id, decision, passReads) => host.send({ v, kind: 'decide', nonce, id, decision, passReads }),
  openDiff: (id, index) => host.send({ v, kind: 'open-diff', nonce, id, index }),
  openPage: (id) => host.send({ v, kind: 'open-page', nonce, id }),
});
const guard = element('p', { class: 'guard', role: 'alert' });
const empty = element('div', {});
const announcer = element('p', { class: 'unseen', role: 'status' });
const root = element('main', {}, guard, requests.list, empty, announcer);

function go(to: Place): void {
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
    const waiting = snapshot.cards.some((card) => card.ask.kind !== 'none');
    empty.replaceChildren(...(waiting ? [] : [emptyPart(snapshot.empty, go)]));
  });
  if (snapshot.announcement !== '') announcer.textContent = snapshot.announcement;
  drafts.prune(new Set(snapshot.cards.map((card) => card.id)));
  requestAnimationFrame(() => reportDrawn(snapshot, started));
}

/** A frame has been made of this snapshot: only what was drawn can be approved. */
function reportDrawn(snapshot: Snapshot, started: number): void {
  host.send({
    v,
    kind: 'drawn',
    nonce: snapshot.nonce,
    cards: snapshot.cards.map(({ id, digest }) => ({ id, digest })),
    milliseconds: performance.now() - started,
  });
}

window.addEventListener('message', (event: MessageEvent<unknown>) => {
  const message = decodeHostMessage(event.data);
  if (!message.ok) return;
  if (message.value.kind === 'snapshot') show(message.value);
  else requests.open(message.value.id, true);
});

document.body.append(root);
host.send({ v, kind: 'ready' });
