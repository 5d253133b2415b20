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

/** From this score on a loss is one that cannot be brought back: the floor `unknown-loss`. */
const lastingLoss = 70;

/** Every write to production, and every lasting loss at a place that nothing shows to be harmless, waits for one other person. */
export function peerReviewRules(peerReview: PeerReview): readonly TeamRule[] {
  const [writes = '', losses = ''] = peerReviewIds;
  return [
    {
      id: writes,
      match: {
        environment: ['production'],
        ...(peerReview === 'production'
          ? {
              verb: [
                'unknown',
                'create',
                'modify',
                'stop',
                'execute',
                'replace',
                'expose',
                'delete',
                'destroy',
              ] as const,
            }
          : {}),
      },
      ceremony,
    },
    {
      id: losses,
      match: { environment: ['unknown'], verb: ['delete', 'destroy', 'replace'], scoreFrom: lastingLoss },
      ceremony,
    },
  ];
}
