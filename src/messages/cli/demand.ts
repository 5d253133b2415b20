/** Errors of use of `verify --require`, and what it could not do. Each is one line without a full stop. */
export const demandText = {
  stray: (option: string) => `expected --require beside --${option}, got none`,
  require: (got: string | undefined) => `expected --require countersigned or confirmed, got ${got ?? 'none'}`,
  oneReceipt: (got: number) => `expected one receipt for --require, got ${got}`,
  twoRosters: 'expected --roster FILE or --pinned, got both',
  digest: (option: string, got: string) => `expected 64 hexadecimal digits for ${option}, got ${got}`,
  target: (got: string) => `expected a glob for --target, got ${got}`,
  maxAge: (got: string | undefined) => `expected minutes for --max-age, got ${got}`,
  once: 'expected a file or a folder for --once, got none',
  pinned: 'expected a directory whose team was accepted here for --pinned, got one without',
  noRoster:
    'expected --roster FILE or --pinned beside --require, got none: a receipt does not vouch for itself',
} as const;
