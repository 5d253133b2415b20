import assert from 'node:assert/strict';
import type { Request } from '../../../../src/core/approval/request.js';
import type { Obstacle, Progress } from '../../../../src/core/countersign/progress.js';
import type { CardContext } from '../../../../src/messages/cards/card.js';
import { cardOf } from '../../../../src/messages/cards/card.js';
import { obstacleText, stillNeededText } from '../../../../src/messages/countersign/countersign.js';
import { statementCard, statementCardText } from '../../../../src/messages/countersign/statement-card.js';
import { ben, cleo, mara, oneOfPeers, softwareKeys, statement } from '../../../support/countersigners.js';
import { noon, request } from '../../../support/requests.js';

const minute = 60_000;
const needsTwo = { ...oneOfPeers, count: 2 };

function asked(change: Partial<Request> = {}): Request {
  return request({
    ceremony: { kind: 'countersign', name: 'cost-explorer-prod', needs: [oneOfPeers] },
    rule: { id: 'team/production', origin: 'team' },
    ...change,
  });
}

function card(of: Request, change: Partial<CardContext> = {}) {
  const surroundings = { machine: 'mara-laptop', window: 'app', branch: () => 'main' };
  return cardOf(of, { now: noon, surface: 'view', surroundings, refused: undefined, ...change });
}

function progress(change: Partial<Progress> = {}): Progress {
  return {
    phase: 'waiting',
    needs: [{ need: needsTwo, by: [ben], lacking: 1 }],
    approveBy: noon + 15 * minute,
    refused: [],
    ...change,
  };
}

const fact = (of: ReturnType<typeof card>, term: string): string | undefined =>
  of.facts.find((one) => one.term === term)?.detail;

describe('the card of a call that peers countersign', () => {
  it('says before the yes what the yes does, and whom it asks', () => {
    const shown = card(asked());
    assert.deepEqual(shown.ask, {
      kind: 'typed',
      name: 'cost-explorer-prod',
      label: 'To sign it and ask peers, type the name',
    });
    assert.match(shown.approve, /^Sign and ask peers: /);
    assert.equal(fact(shown, 'Countersignatures'), 'one of peers (ben@example.com, cleo@example.com)');
  });

  it('follows the signatures, and says how long the request lives', () => {
    const waiting = asked({ state: { kind: 'countersigning', at: noon } });
    const signing = card(waiting);
    assert.equal(signing.live.status, 'Signing the request.');
    const shown = card(waiting, { progress: progress() });
    assert.equal(shown.live.status, 'Waiting for countersignatures: 1 of 2.');
    assert.match(shown.live.detail, /^Asked: one of peers .*The request lives another 15 min\.$/);
    assert.equal(fact(shown, 'Countersigned by'), ben);
  });

  it('says what the courier does, when it is tried again, and that nothing runs meanwhile', () => {
    const waiting = asked({ state: { kind: 'countersigning', at: noon } });
    const trouble = { code: 'unreachable', detail: 'no route', retryAt: noon + 8_000 } as const;
    const shown = card(waiting, { progress: progress({ phase: 'sending', trouble }) });
    assert.match(
      shown.live.detail,
      /^Peers cannot see it yet: the courier cannot be reached \(no route\)\. It is tried again in 8 s; nothing runs meanwhile\./,
    );
  });

  it('names answers that do not count', () => {
    const waiting = asked({ state: { kind: 'countersigning', at: noon } });
    const refused = [{ code: 'self-approval', detail: mara }] as const;
    const shown = card(waiting, { progress: progress({ refused }) });
    assert.equal(fact(shown, 'Does not count'), 'the requester\u2019s own yes (mara@example.com)');
  });

  it('says who countersigned and who refused, in the end', () => {
    const sent = {
      id: '0'.repeat(32),
      statement: '',
      signature: '',
      digest: 'a'.repeat(64),
      requester: mara,
      approveBy: noon,
      useWithinMs: 0,
      policy: 'd'.repeat(64),
      answers: [],
    };
    const yes = card(
      asked({ state: { kind: 'approved', at: noon }, sent: { ...sent, approvedBy: [ben, cleo] } }),
    );
    assert.match(yes.live.status, /^Countersigned by ben@example\.com, cleo@example\.com at /);
    const no = card(
      asked({ state: { kind: 'denied', at: noon, reason: 'not today' }, sent: { ...sent, deniedBy: cleo } }),
    );
    assert.match(no.live.status, /^Refused by cleo@example\.com at /);
    assert.match(no.live.detail, /not today/);
  });

  it('says what stands in the way, each with the next step', () => {
    const obstacles: readonly Obstacle[] = [
      { code: 'not-trusted', detail: 'none' },
      { code: 'not-trusted', detail: 'unpinned' },
      { code: 'not-trusted', detail: 'not-next 12ab' },
      { code: 'unsignable', detail: '' },
      { code: 'unsignable', detail: 'call.payload' },
      { code: 'no-courier', detail: 'unknown-scheme ftp' },
      { code: 'sign-failed', detail: 'refused' },
      { code: 'too-large', detail: '300000 bytes' },
      { code: 'no-key', detail: '' },
      { code: 'no-peer', needs: [oneOfPeers] },
      { code: 'forbidden-now', detail: 'team/never' },
      { code: 'cooling-down', until: noon + minute },
      { code: 'too-many', until: noon + minute },
      { code: 'record-failed', detail: 'ENOSPC' },
      { code: 'clock-set-back', detail: '2026' },
    ];
    const said = obstacles.map((obstacle) => obstacleText(obstacle, noon));
    assert.equal(new Set(said).size, obstacles.length);
    for (const words of said) assert.match(words, /\.$/);
    const alone = card(asked(), { obstacle: { code: 'no-peer', needs: [oneOfPeers] } });
    assert.match(
      alone.notice ?? '',
      /^There is no peer who could countersign: one of peers .* break the glass where/,
    );
  });

  it('says what a signature has to show', () => {
    assert.equal(
      stillNeededText({ ...needsTwo, presence: 'pin' }),
      '2 of peers (ben@example.com, cleo@example.com), with a security key and its PIN',
    );
    assert.equal(stillNeededText({ ...oneOfPeers, from: [] }), 'one of peers (nobody belongs to it)');
  });
});

describe('the card that a peer reads', () => {
  const keys = softwareKeys();
  const signed = statement(keys, {
    ground: {
      cwd: '/home/mara/cost-explorer',
      programs: [{ name: 'aws', path: '/usr/bin/aws', sha256: 'c'.repeat(64) }],
      files: [{ path: '/home/mara/cost-explorer/plan', sha256: '' }],
      environment: { names: ['AWS_PROFILE'], digest: 'd'.repeat(64) },
      unread: ['/home/mara/cost-explorer/plan'],
    },
  });

  it('is made of the signed bytes: who asks, and what the call stands on', () => {
    const shown = statementCard(signed, 'page', noon);
    assert.match(fact(shown, 'Requester') ?? '', /^mara@example\.com, as mara, key SHA256:/);
    assert.equal(fact(shown, 'Programs'), '/usr/bin/aws (cccccccccccc)');
    assert.equal(fact(shown, 'Files'), '/home/mara/cost-explorer/plan (not read)');
    assert.equal(fact(shown, 'Not read'), '/home/mara/cost-explorer/plan');
    assert.equal(fact(shown, 'Variables'), 'AWS_PROFILE');
  });

  it('has a text that does not follow the clock', () => {
    const text = statementCardText(signed);
    assert.equal(text, statementCardText({ ...signed, shown: { sha256: '0'.repeat(64), truncated: false } }));
    assert.notEqual(text, statementCardText({ ...signed, typed: 'other', asked: 2, needs: [needsTwo] }));
  });
});
