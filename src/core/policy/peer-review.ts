import { lastingLossFloor } from '../risk/lasting-loss.js';
import { verbs } from '../tool/effect.js';
import { anyone, type TeamRule } from './team-policy.js';

/** What `peerReview` asks to be seen by a second person: `production` every write there, `production-and-reads` reads too. */
export const peerReviews = ['production', 'production-and-reads'] as const;
export type PeerReview = (typeof peerReviews)[number];

/** The ids under which the setting's rules stand; no other rule may have them. */
export const peerReviewIds: readonly string[] = [
  'writes-to-production-need-a-peer',
  'unknown-losses-need-a-peer',
];

const ceremony = {
  kind: 'countersign',
  needs: [{ group: anyone, count: 1, presence: 'none' }],
} as const satisfies TeamRule['ceremony'];

/** Every write to production, and every lasting loss at a place that nothing shows to be harmless, waits for one other person. */
export function peerReviewRules(peerReview: PeerReview): readonly TeamRule[] {
  const [writes = '', losses = ''] = peerReviewIds;
  return [
    {
      id: writes,
      match: {
        environment: ['production'],
        ...(peerReview === 'production' ? { verb: verbs.filter((verb) => verb !== 'read') } : {}),
      },
      ceremony,
    },
    {
      id: losses,
      match: {
        environment: ['unknown'],
        verb: ['delete', 'destroy', 'replace'],
        scoreFrom: lastingLossFloor,
      },
      ceremony,
    },
  ];
}
