import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { decodeReceipt, type ReceiptError, verifyReceipt } from '../core/countersign/decode-receipt.js';
import { decodeRoster } from '../core/countersign/decode-roster.js';
import type { Receipt } from '../core/countersign/receipt.js';
import type { Roster } from '../core/countersign/roster.js';
import { err, ok, type Result } from '../core/shared/result.js';
import {
  cannotReadText,
  noReceiptForRosterText,
  receiptExpectedText,
  rosterUnreadableText,
} from '../messages/cli/record.js';
import { receiptErrorText, receiptText } from '../messages/record/receipt.js';
import { exitCodes, fail, misuse, type Terminal } from './command.js';
import { pinnedTrust } from './pinned-trust.js';
import { checkRecordReceipts } from './verify-record-receipt.js';

interface Options {
  readonly json?: boolean | undefined;
  readonly roster?: string | undefined;
}

/** Checks files that are receipts. Undefined when the first of them is none: it is then a part of a record. */
export async function checkReceipts(
  files: readonly string[],
  options: Options,
  terminal: Terminal,
): Promise<number | undefined> {
  const ofRecord = await checkRecordReceipts(files, options.json === true, terminal);
  if (ofRecord !== undefined) return ofRecord;
  const first = files[0] === undefined ? undefined : receiptIn(resolve(terminal.cwd, files[0]));
  if (first === undefined) {
    return options.roster === undefined ? undefined : misuse(terminal, noReceiptForRosterText);
  }
  const roster = rosterFrom(options.roster, terminal);
  if (!roster.ok) return fail(terminal, roster.error);
  // Another team's receipt counts by its own roster, never by the one that a person accepted here.
  const known = roster.value ?? pinnedTrust(terminal)?.roster;
  let code: number = exitCodes.done;
  for (const file of files) {
    const receipt = receiptIn(resolve(terminal.cwd, file));
    if (receipt === undefined) return fail(terminal, receiptExpectedText(file));
    const proof = receipt.ok ? verifyReceipt(receipt.value, known) : receipt;
    if (options.json) await terminal.out(`${JSON.stringify(proofObject(file, proof))}\n`);
    if (!proof.ok) code = await fail(terminal, `${file}: ${receiptErrorText(proof.error)}`);
    else {
      if (!options.json) await terminal.out(`${receiptText(proof.value)}\n`);
      if (proof.value.statement.kind === 'break-glass' && code === exitCodes.done)
        code = exitCodes.breakGlass;
    }
  }
  return code;
}

function proofObject(file: string, proof: ReturnType<typeof verifyReceipt>): object {
  if (!proof.ok) return { ok: false, file, ...proof.error };
  const { statement, signers, decidedAt, roster } = proof.value;
  const { kind, id, name, requester, policy } = statement;
  return {
    ok: kind === 'request',
    file,
    kind,
    id,
    name,
    requester: requester.person,
    signers,
    decidedAt,
    roster,
    policy: policy.digest,
  };
}

/** Undefined for what is no receipt of any version. */
export function receiptIn(path: string): Result<Receipt, ReceiptError> | undefined {
  try {
    const receipt = decodeReceipt(new Uint8Array(readFileSync(path)));
    return !receipt.ok && receipt.error.code === 'not-a-receipt' ? undefined : receipt;
  } catch {
    return undefined;
  }
}

/** The roster in a file, where one is named. */
export function rosterFrom(file: string | undefined, terminal: Terminal): Result<Roster | undefined, string> {
  if (file === undefined) return ok(undefined);
  try {
    const roster = decodeRoster(readFileSync(resolve(terminal.cwd, file), 'utf8'));
    if (roster.ok) return roster;
    return err(rosterUnreadableText(file, roster.error));
  } catch {
    return err(cannotReadText(file));
  }
}
