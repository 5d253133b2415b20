import assert from 'node:assert/strict';
import { deny } from '../../../src/core/approval/lifecycle.js';
import { inQueue, meantAlone, siblingKey } from '../../../src/core/approval/queue.js';
import type { Request } from '../../../src/core/approval/request.js';
import { askRequest, noon, request, shellCall } from '../../support/requests.js';

const named = (id: string, made: Request): Request => ({ ...made, id });

describe('fault 6: the queue', () => {
  it('has who waits before who has gone, production first, oldest first', () => {
    const all = [
      named('CS-1', request({ agentGone: true, state: { kind: 'parked' } })),
      named('CS-2', askRequest({ createdAt: noon - 9 })),
      named('CS-3', request({ createdAt: noon - 1 })),
      named('CS-4', request({ createdAt: noon - 5 })),
      named('CS-5', request({ state: { kind: 'parked' } })),
    ];
    assert.deepEqual(
      inQueue(all).map(({ id }) => id),
      ['CS-4', 'CS-3', 'CS-2', 'CS-5', 'CS-1'],
    );
  });
});

describe('fault 7: siblings', () => {
  it('are of one session and do the same in the same place', () => {
    const one = request();
    assert.equal(siblingKey(one), siblingKey(named('CS-9', one)));
    assert.notEqual(siblingKey(one), siblingKey(request({ call: shellCall('x', { session: 'another' }) })));
    assert.notEqual(siblingKey(one), siblingKey(askRequest()));
  });
});

describe('fault 9: a yes that is not used yet', () => {
  it('can be taken back, one that is used cannot', () => {
    const decision = { digest: request().digest, reason: 'second thoughts' };
    const taken = deny(request({ state: { kind: 'approved', at: noon } }), decision, noon);
    assert.equal(taken.ok && taken.value.state.kind, 'denied');
    const used = deny(request({ state: { kind: 'used', at: noon } }), decision, noon);
    assert.deepEqual(used.ok ? '' : used.error, 'already-decided');
  });
});

describe('fault 15: Open Diff', () => {
  it('shows none of another request than the one that a person may be looking at', () => {
    const [with9, without10] = [named('CS-9', request()), named('CS-10', request())];
    assert.equal(meantAlone([with9], [with9, without10]), undefined);
    assert.equal(meantAlone([with9], [with9])?.id, 'CS-9');
    assert.equal(meantAlone([], [without10]), undefined);
  });
});
