import { resolve } from 'node:path';
import { checkDemand, type Demand, type GateProof } from '../core/countersign/credential-gate.js';
import type { Roster } from '../core/countersign/roster.js';
import { isPolicyGlob } from '../core/policy/glob.js';
import { err, ok, type Result } from '../core/shared/result.js';
import { demandText } from '../messages/cli/demand.js';
import { cannotWriteText, receiptExpectedText } from '../messages/cli/record.js';
import { gateProofText, gateRefusalText, usedText } from '../messages/record/credential-gate.js';
import { receiptErrorText } from '../messages/record/receipt.js';
import { takeOnce } from '../node/record/once-store.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';
import { pinnedTrust } from './pinned-trust.js';
import { receiptIn, rosterFrom } from './verify-receipt.js';

const minute = 60_000;
const longestMinutes = 366 * 24 * 60;

/** The options of `verify` that ask for a demand; each only beside `--require`. */
export const demandOptions = {
  require: { type: 'string' },
  pinned: { type: 'boolean' },
  policy: { type: 'string' },
  target: { type: 'string' },
  'command-digest': { type: 'string' },
  'max-age': { type: 'string' },
  once: { type: 'string' },
} as const;

export interface DemandOptions {
  readonly json?: boolean | undefined;
  readonly roster?: string | undefined;
  readonly require?: string | undefined;
  readonly pinned?: boolean | undefined;
  readonly policy?: string | undefined;
  readonly target?: string | undefined;
  readonly 'command-digest'?: string | undefined;
  readonly 'max-age'?: string | undefined;
  readonly once?: string | undefined;
}

type Wanted = Omit<Demand, 'roster' | 'now'>;

/** The credential gate's question about one receipt. Undefined where nothing is demanded. */
export async function checkReceiptDemand(
  files: readonly string[],
  options: DemandOptions,
  terminal: Terminal,
): Promise<number | undefined> {
  if (options.require === undefined) {
    const stray = Object.keys(demandOptions).find((name) => name in options);
    return stray === undefined ? undefined : misuse(terminal, demandText.stray(stray));
  }
  const wanted = wantedBy(options, files);
  if (!wanted.ok) return misuse(terminal, wanted.error);
  const refuse = async (code: string, words: string): Promise<number> => {
    if (options.json) await terminal.out(`${JSON.stringify({ ok: false, code, detail: words })}\n`);
    return fail(terminal, words);
  };
  const trusted = rosterBy(options, terminal);
  if (!trusted.ok) return refuse('no-roster', trusted.error);
  const [file = ''] = files;
  const receipt = receiptIn(resolve(terminal.cwd, file));
  if (receipt === undefined) return refuse('not-a-receipt', receiptExpectedText(file));
  if (!receipt.ok) return refuse(receipt.error.code, receiptErrorText(receipt.error));
  const { roster, policy } = trusted.value;
  const demand = { ...wanted.value, roster, policy: wanted.value.policy ?? policy, now: Date.now() };
  const proof = checkDemand(receipt.value, demand);
  if (!proof.ok) return refuse(proof.error.code, gateRefusalText(proof.error));
  if (options.once !== undefined) {
    const taken = takeOnce(resolve(terminal.cwd, options.once), proof.value.digest);
    if (!taken.ok) return refuse('once', cannotWriteText(options.once, taken.error));
    if (!taken.value) return refuse('used', usedText);
  }
  const isGlass = proof.value.statement.kind === 'break-glass';
  await terminal.out(options.json ? proofLine(proof.value) : `${gateProofText(proof.value)}\n`);
  return isGlass ? exitCodes.breakGlass : exitCodes.done;
}

function proofLine({ statement, digest, signers, signedAt }: GateProof): string {
  const isGlass = statement.kind === 'break-glass';
  const line = {
    ok: !isGlass,
    ...(isGlass ? { code: 'break-glass', reason: statement.reason } : {}),
    kind: statement.kind,
    id: statement.id,
    name: statement.name,
    digest,
    requester: statement.requester.person,
    signers,
    signedAt,
    policy: statement.policy.digest,
    targets: statement.assessment.targets.map(({ system, name }) => `${system}:${name}`),
  };
  return `${JSON.stringify(line)}\n`;
}

function wantedBy(options: DemandOptions, files: readonly string[]): Result<Wanted, string> {
  const { require, policy, target } = options;
  if (require !== 'countersigned' && require !== 'confirmed') return err(demandText.require(require));
  if (files.length !== 1) return err(demandText.oneReceipt(files.length));
  if (options.roster !== undefined && options.pinned) return err(demandText.twoRosters);
  const commandDigest = options['command-digest'];
  for (const [name, digest] of [
    ['--policy', policy],
    ['--command-digest', commandDigest],
  ] as const)
    if (digest !== undefined && !/^(?:sha256:)?[0-9a-f]{64}$/i.test(digest))
      return err(demandText.digest(name, digest));
  if (target !== undefined && !isPolicyGlob(target)) return err(demandText.target(target));
  const minutes = options['max-age'];
  const maxAge = minutes === undefined ? undefined : Number(minutes);
  if (
    maxAge !== undefined &&
    (!/^\d{1,6}(?:\.\d{1,6})?$/.test(minutes ?? '') || maxAge > longestMinutes || maxAge <= 0)
  )
    return err(demandText.maxAge(minutes));
  if (options.once === '') return err(demandText.once);
  return ok({
    require,
    policy: hexadecimal(policy),
    target,
    commandDigest: hexadecimal(commandDigest),
    maxAgeMs: maxAge === undefined ? undefined : maxAge * minute,
  });
}

function hexadecimal(digest: string | undefined): string | undefined {
  return digest?.toLowerCase().replace(/^sha256:/, '');
}

/** The roster that the verifier knows of itself: a file of its own, or the one that a person pinned here. */
function rosterBy(
  options: DemandOptions,
  terminal: Terminal,
): Result<{ readonly roster: Roster; readonly policy: string | undefined }, string> {
  if (options.pinned) {
    const pinned = pinnedTrust(terminal);
    return pinned === undefined
      ? err(demandText.pinned)
      : ok({ roster: pinned.roster, policy: pinned.digest });
  }
  const roster = rosterFrom(options.roster, terminal);
  if (!roster.ok) return roster;
  return roster.value === undefined
    ? err(demandText.noRoster)
    : ok({ roster: roster.value, policy: undefined });
}
