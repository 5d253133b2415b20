import type { Request } from '../../core/approval/request.js';
import type { RequestStatement } from '../../core/countersign/request-statement.js';
import { inertLine } from '../../core/shared/inert.js';
import type { Card } from '../../protocol/card.js';
import { cardOf } from '../cards/card.js';
import { spokenCard } from '../cards/spoken.js';
import { duration } from '../text/time.js';

/** A request as a peer sees it: made of the signed bytes alone. */
function shownRequest(statement: RequestStatement): Request {
  return {
    id: statement.name,
    digest: statement.seal.digest,
    call: statement.call,
    assessment: statement.assessment,
    change: statement.change,
    ceremony: { kind: 'countersign', name: statement.typed, needs: statement.needs },
    rule: statement.rule,
    createdAt: statement.createdAt,
    parkAt: statement.createdAt,
    expiresAt: statement.approveBy,
    asked: statement.asked,
    state: { kind: 'parked' },
    window: '',
  };
}

export function statementCard(statement: RequestStatement, surface: 'view' | 'page', now: number): Card {
  const surroundings = {
    machine: statement.audience.machine,
    window: statement.audience.window,
    branch: () => statement.repository?.branch,
  };
  const card = cardOf(shownRequest(statement), { now, surface, surroundings, refused: undefined });
  const lives = statement.approveBy - now;
  return {
    ...card,
    facts: [...signedFacts(statement), ...card.facts],
    live: {
      status: `Asked by ${inertLine(statement.requester.person)}.`,
      detail: statement.kind === 'request' ? `This request lives another ${duration(lives)}.` : '',
    },
  };
}

/** The text whose digest either side signs: everything on the card that does not follow the clock. */
export function statementCardText(statement: RequestStatement): string {
  const card = statementCard(statement, 'page', statement.createdAt);
  return spokenCard({ ...card, live: { status: '', detail: '' } });
}

function signedFacts(statement: RequestStatement): Card['facts'] {
  const { requester, seal, ground, policy, repository, reason } = statement;
  const short = (sha256: string): string => (sha256 === '' ? 'not read' : sha256.slice(0, 12));
  const programs = ground.programs.map(({ name, path, sha256 }) => `${path || name} (${short(sha256)})`);
  const files = ground.files.map(({ path, sha256 }) => `${path} (${short(sha256)})`);
  const facts: (readonly [string, string])[] = [
    ['Requester', `${requester.person}, as ${requester.account}, key ${requester.fingerprint}`],
    ['Reason', reason],
    ['Withheld', seal.withheld === 0 ? '' : `what looks like a secret, in ${seal.withheld} texts`],
    ['Programs', programs.join('; ')],
    ['Files', files.join('; ')],
    ['Not read', ground.unread.join('; ')],
    ['Variables', ground.environment.names.join(', ')],
    ['Repository', repository === null ? '' : `${repository.remote} at ${repository.commit}`],
    [
      'Policy',
      `version ${policy.version}, ${policy.digest.slice(0, 12)}, commit ${policy.commit.slice(0, 12)}`,
    ],
  ];
  return facts.flatMap(([term, detail]) => (detail === '' ? [] : [{ term, detail: inertLine(detail) }]));
}
