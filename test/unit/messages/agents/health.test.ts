import assert from 'node:assert/strict';
import { type AgentHealth, guardState, type HealthProblem } from '../../../../src/core/toolcall/health.js';
import { alarmText, healthDescription, healthLines } from '../../../../src/messages/agents/health.js';
import { noon } from '../../../support/requests.js';

const connections = [{ scope: 'user', file: '/h/s.json', connection: 'present' }] as const;
const verified = { at: noon - 300_000, canary: { kind: 'passed' } } as const;

const noLock = { lockable: { kind: 'none' }, hasOwnUser: false, files: [] } as const;

function health(problems: readonly HealthProblem[], change: Partial<AgentHealth> = {}): AgentHealth {
  return {
    agent: 'claude-code',
    isFound: true,
    version: '2.1.330',
    state: guardState(connections, verified, problems),
    level: 'reminder',
    lock: noLock,
    connections,
    verified,
    problems,
    ...change,
  };
}

describe('the health of an agent in words', () => {
  it('says in one line how it is held, or why not', () => {
    const cases: readonly (readonly [AgentHealth, string])[] = [
      [health([]), '2.1.330, connected, Reminder, verified 5 min ago'],
      [
        health([{ kind: 'too-old', version: '2.1.197', least: '2.1.295' }], { version: '2.1.197' }),
        '2.1.197, connected, but not in every failure: 2.1.197 is older than 2.1.295: a hook that breaks may let a call run; update the agent, Reminder',
      ],
      [
        health([
          { kind: 'switched-off', file: '/w/x.json', line: 3 },
          { kind: 'drifted', file: '/h/s.json' },
        ]),
        '2.1.330, not held: hooks are switched off by /w/x.json line 3 and 1 more, Reminder',
      ],
      [
        health([{ kind: 'rewritable', file: '/w/x.json', line: 1 }]),
        '2.1.330, connected, Reminder, verified 5 min ago',
      ],
      [
        {
          agent: 'codex',
          isFound: false,
          state: 'absent',
          level: 'none',
          lock: noLock,
          connections: [],
          problems: [],
        },
        'not found on this machine, not connected',
      ],
    ];
    for (const [one, words] of cases) assert.equal(healthDescription(one, noon), words);
  });

  it('says everything in lines, with the time of the last ring', () => {
    const lines = healthLines(
      health([{ kind: 'untrusted', file: '/h/\u0007s.json' }], { lastSeen: noon }),
      noon,
    );
    assert.deepEqual(lines.slice(0, 4), [
      'Every workspace: connected (/h/s.json)',
      'Level: Reminder; this agent has no lock',
      'Verified by a canary call 5 min ago',
      'Its hook rang last just now',
    ]);
    assert.match(lines[4] ?? '', /^skipped until you trust it in the agent: \/h\//);
    assert.ok(!lines[4]?.includes('\u0007'));
  });

  it('alarms for agents that are connected and not held', () => {
    const alarm = health([{ kind: 'removed', file: '/h/s.json' }]);
    assert.equal(alarmText([health([])]), undefined);
    assert.deepEqual(alarmText([alarm, health([])]), {
      text: 'Claude Code not held',
      tooltip: 'Claude Code is not held: its entry was removed from /h/s.json.',
    });
    assert.equal(alarmText([alarm, alarm])?.text, '2 agents not held');
  });
});
