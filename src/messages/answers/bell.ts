/** Sentences about ringing by HTTP. */
export const bellText = {
  unknownSession:
    'Countersign does not know in which environment this session was started, and with it not which account a command would reach: blocked. End this session of Claude Code and start or resume it while an editor window with Countersign is open.',
  noRing: 'Countersign expected a ring from Claude Code, got something else.',
  onlyClaude: 'expected --http with claude-code at user scope only, got another agent or scope',
  both: 'expected Claude Code to ring either by HTTP for every workspace, or from this workspace, got both; disconnect the other first',
  tooOld: (version: string): string =>
    `expected Claude Code 2.1.295 or newer for --http, got ${version}: an older one lets calls run when nobody answers; update it, or connect without --http`,
  noPort: 'expected a free port on loopback for --http, found none; connect without --http',
  /** Stands in place of what is not printed. */
  hiddenToken: '(token)',
  /** A dry run takes no port, so that it has none to tell. */
  freePort: '(a free port)',
  chosen:
    'Claude Code now rings by HTTP. This is quicker, and stricter: while no editor window with Countersign is open, every call is blocked, harmless ones too. Sessions that are open now are blocked until they are started again. `countersign connect claude-code` goes back.',
} as const;
