import { basename } from 'node:path';
import { endings } from '../../core/toolcall/endings.js';
import { callerIds } from '../../core/toolcall/toolcall.js';
import { lockedCauses } from '../../messages/answers/locked-refusal.js';
import { refusalWordParts } from '../../messages/answers/refusal.js';
import { valueLimit } from '../../protocol/environment.js';
import {
  defaultBudgetMs,
  doorbellBudgetMs,
  endingLimitMs,
  offlineLimitMs,
  offlineLongestMs,
  payloadLimitBytes,
  registrationLimitBytes,
  registrationStaleMs,
  replyLimitCharacters,
  runFilesLimit,
  silenceLimitMs,
} from '../../protocol/limits.js';
import { denials } from './hook-relay.js';
import { lockedBin, lockedProgram, lockedRuntime, pinnedPolicy } from './locked-paths.js';
import { keptVariables } from './relay-facts.js';

/** A ring's header above this is refused by the gate. */
const headerLimitBytes = 1_048_576;

/** How long another machine's list of users is waited for. */
const listLimitSeconds = 5;

/** Names of causes that mean something else in C. */
const renamed: Readonly<Record<string, string>> = { signal: 'told-to-stop' };

/** What src/native/bell.c is told of this program: the head that is compiled into it. */
export function bellFacts(): string {
  const { before = '', after = '', ...causes } = { ...refusalWordParts(), ...lockedCauses };
  const numbers = {
    payload_limit: payloadLimitBytes,
    reply_limit: replyLimitCharacters,
    header_limit: headerLimitBytes,
    registration_limit: registrationLimitBytes,
    files_limit: runFilesLimit,
    value_limit: valueLimit,
    silence_seconds: silenceLimitMs / 1_000,
    stale_seconds: registrationStaleMs / 1_000,
    ending_seconds: endingLimitMs / 1_000,
    default_seconds: defaultBudgetMs / 1_000,
    offline_longest_seconds: offlineLongestMs / 1_000,
    list_seconds: listLimitSeconds,
  };
  const budgets = callerIds.map((agent) => [agent, doorbellBudgetMs(agent) / 1_000]);
  const said = Object.entries(denials).map(
    ([agent, object]) =>
      `{${quoted(agent)}, {${[...`${object}\n`.split('"%s"').map(quoted), 'NULL'].join(', ')}}}`,
  );
  return `/* Written by scripts/bell.mjs. */
enum { ${Object.entries(numbers)
    .map(([name, value]) => `${name} = ${value}`)
    .join(', ')} };
enum cause { ${Object.keys(causes).map(identifier).join(', ')} };
static const char *const causes[] = {${Object.values(causes).map(quoted).join(', ')}};
static const char words_before[] = ${quoted(before)}, words_after[] = ${quoted(after)};
static const struct { const char *agent; double seconds; } budgets[] = {${budgets
    .map(([agent, seconds]) => `{${quoted(String(agent))}, ${seconds}}`)
    .join(', ')}};
static const char *const endings[] = {${endings.map(quoted).join(', ')}};
static const struct { const char *agent, *parts[4]; } denials[] = {${said.join(', ')}};
static const double offline_seconds = ${offlineLimitMs / 1_000};
static const char *const kept[] = {${keptVariables.map(quoted).join(', ')}};
static const char fallback_name[] = ${quoted(basename(lockedProgram))}, locked_bin[] = ${quoted(lockedBin)}, locked_policy[] = ${quoted(pinnedPolicy)};
#define locked_runtime ${quoted(lockedRuntime)}
`;
}

function identifier(name: string): string {
  return (renamed[name] ?? name).replaceAll('-', '_');
}

/** A text of C: what is not printable, and what C reads in one, by its number. */
function quoted(text: string): string {
  const bytes = [...Buffer.from(text)].map((byte) =>
    byte < 32 || byte > 126 || byte === 34 || byte === 63 || byte === 92
      ? `\\${byte.toString(8).padStart(3, '0')}`
      : String.fromCharCode(byte),
  );
  return `"${bytes.join('')}"`;
}
