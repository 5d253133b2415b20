/** What is tried on Windows' own Node, by name: the driver inside and the suite outside agree by this list. */
export const windowsCases = [
  'installs the doorbell below a folder with a blank and an ampersand in its name',
  'launcher, no window: a quiet call has no opinion',
  'launcher, no window: a dangerous call is denied in words',
  'launcher, no window: garbage is a no in words with exit code 2',
  'launcher: a doorbell that crashes with a negative exit code ends with 2',
  'launcher: a runtime that is gone ends with 2 and words',
  'gate over a named pipe: a quiet call passes',
  'gate over a named pipe: a person says yes on the card and the call is allowed',
  'gate over a named pipe: a person says no and the call is denied',
  'gate: a registration without a pipe is a no',
  'gate: a pipe that answers garbage is a no',
  'gate: a pipe that answers with another seal is a no',
  'gate: a pipe that is closed early is a no',
  'gate: a window that crashed is passed over',
  'record: what was decided stands in it, and verify holds',
  'record: a changed entry is found',
  'connect: the line for cmd passes what the doorbell passes and blocks what it blocks',
  'connect: the line for cmd blocks in words where the launcher is gone',
  'connect: an agent without a documented shell is refused',
  'command line: check, doctor and connect, which claims only what was tried',
] as const;

export type WindowsCase = (typeof windowsCases)[number];

/** What the driver writes when it ends. */
export interface WindowsReport {
  readonly platform: string;
  readonly version: string;
  /** Each case that ran; undefined where it held, else what was wrong. */
  readonly cases: Readonly<Record<string, string | null>>;
}
