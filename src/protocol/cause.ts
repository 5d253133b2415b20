/** Why no answer came from a gate. */
export type Cause =
  | 'usage'
  | 'stdin-unreadable'
  | 'stdin-too-large'
  | 'home-unsafe'
  | 'home-crowded'
  | 'no-runtime'
  | 'gate-unreachable'
  | 'gate-hung-up'
  | 'gate-garbage'
  | 'gate-not-itself'
  | 'gate-silent'
  | 'deadline'
  | 'signal'
  | 'offline-failed'
  | 'offline-slow'
  | 'broken';
