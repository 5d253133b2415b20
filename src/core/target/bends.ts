import type { Value } from '../command/invocation.js';
import { hostOfUrl } from './host.js';
import { type Bend, clue, type ToolInvocation, variable, type Whereabouts } from './whereabouts.js';

/**
 * What sends a connection elsewhere than to the place that its names tell: a proxy, another address for a name, another endpoint.
 * Told by the words in the names of options and variables, whoever's they are, beside what a tool's own resolver has found.
 */
export function withBends(where: Whereabouts, setting: ToolInvocation): Whereabouts {
  if (!reachedByName(where)) return where;
  const own = where.bends ?? [];
  const found = [...own, ...ofOptions(setting, where), ...ofVariables(setting, where)].map(withoutLogin);
  if (found.length === 0) return where;
  const ends = found.flatMap(({ source, goesTo }) => clue('mention', source, goesTo));
  const [end] = found.flatMap(({ goesTo }) => goesTo ?? []);
  return {
    ...where,
    ...(where.account !== undefined || end === undefined ? {} : { account: end }),
    clues: [...where.clues, ...ends],
    bends: found.slice(0, 8),
  };
}

/** A login before an address is nobody's to see. */
function withoutLogin({ source, value, goesTo }: Bend): Bend {
  const bare = (text: string): string => text.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1');
  return { source, value: bare(value), ...ending(goesTo === undefined ? undefined : bare(goesTo)) };
}

/** A name, and no file, history or socket of this machine. */
function reachedByName({ system, local }: Whereabouts): boolean {
  return local === undefined && !/^(?:filesystem|git|host|agent|sqlite|npm|script)$/.test(system);
}

const bendingWords = new Set(
  'proxy preproxy socks socks4 socks4a socks5 resolve connect tunnel endpoint endpoints sni servername hostaddr'.split(
    ' ',
  ),
);

/** Of an HTTP client whatever says through what it connects. */
const ofClients = /^--?(?:interface|(?:abstract-)?unix-socket|dns-[\w-]+|doh-url|unix)$/;

function ofOptions(setting: ToolInvocation, where: Whereabouts): readonly Bend[] {
  const { options, operands } = setting.args;
  const found: Bend[] = [];
  for (const [name, values] of options) {
    // The value of an option that its tool's grammar does not know stands among the operands.
    for (const value of values.length > 0 ? values : [unseen]) {
      const bend = ofOption(name, value, where);
      if (bend !== undefined && !isThePlace(bend.goesTo ?? bend.value, where)) found.push(bend);
    }
  }
  if (where.system !== 'http') return found;
  const headers = operands.flatMap(({ text }) => headerOf('Host', text));
  return [...found, ...headers];
}

/** In place of a value that nobody is told. */
export const untold = '…';

const unseen: Value = { text: untold, opaque: ['parameter-form'] };

/** The last word of an option's name says what its value is. Of others (`--proxy-user`, `--proxy-header`) only the name is told. */
const namesAddress =
  /^(?:proxy(?:1\.0)?|preproxy|socks(?:4a?|5)?|resolve|connect|tunnel|endpoints?|sni|servername|hostaddr|hostname|host|name|to|url|uri|server|address|addr)$/;

function ofOption(name: string, value: Value, { system }: Whereabouts): Bend | undefined {
  const words = name.replace(/^-+/, '').split(/[-_]/);
  const isTold = name === '-x' || ofClients.test(name) || namesAddress.test(words.at(-1) ?? '');
  const said = { source: name, value: isTold ? value.text : untold };
  if (words[0] === 'no') return undefined;
  if (system === 'http') {
    if (name === '-x' || ofClients.test(name)) return said;
    if (/^(?:-H|--header)$/.test(name)) return headerOf(name, value.text)[0];
  }
  if (name === '-J' && system === 'ssh') return { source: name, value: value.text };
  const [, setting] = name === '-o' ? (/^(proxy\w+|hostname|hostkeyalias)\b/i.exec(value.text) ?? []) : [];
  if (setting !== undefined)
    return {
      source: name,
      value: setting,
      ...ending(/^hostname[\s=]+(\S+)/i.exec(value.text)?.[1]),
    };
  if (/tls-server-name$/.test(name)) return said;
  if (!words.some((word) => bendingWords.has(word)) || !isAddress(value)) return undefined;
  return { ...said, ...ending(otherEnd(words, value.text)) };
}

/** Where the option says that the connection ends; a proxy does not say it. */
function otherEnd(words: readonly string[], text: string): string | undefined {
  if (words.includes('resolve')) return /^[^:]*:[^:]*:\[?([^,\]]+)/.exec(text)?.[1];
  if (words.includes('connect')) return /^(?:\[[^\]]*\]|[^:[]*):[^:]*:\[?([^:\]]*)/.exec(text)?.[1];
  return words.some((word) => word.startsWith('endpoint')) ? text : undefined;
}

function ending(goesTo: string | undefined): Pick<Bend, 'goesTo'> {
  return goesTo === undefined || goesTo === '' ? {} : { goesTo };
}

/** A server answers as the host that it is asked for, whatever the address was. */
function headerOf(source: string, text: string): readonly Bend[] {
  const host = /^(?:host|:authority)\s*:\s*(\S+)/i.exec(text)?.[1];
  return host === undefined ? [] : [{ source, value: host, goesTo: host }];
}

/** No number, no lone word: those are names of things, and how long is waited. */
function isAddress({ text, opaque }: Value): boolean {
  return opaque.length > 0 || (/[.:/]/.test(text) && /[^\d.]|\.\d+\./.test(text));
}

/** Clients that speak their own protocol ask no proxy of the web. */
const ownProtocol = /^(?:postgres|mysql|mongodb|redis|ssh|docker|clickhouse|mssql)$/;

/** What the call itself sets; what the machine has set stands for every call, and is what a person spoke of. */
function ofVariables(setting: ToolInvocation, where: Whereabouts): readonly Bend[] {
  const found: Bend[] = [];
  for (const [name, value] of setting.invocation.env) {
    if (value === null || value.text === '' || isThePlace(value.text, where)) continue;
    const words = name.toLowerCase().split('_');
    if (words[0] === 'no' || words[0] === 'otel') continue;
    const bends =
      (words.includes('proxy') && !ownProtocol.test(where.system)) ||
      words.some((word) => /^(?:endpoints?|pghostaddr|hostaddr|overrides)$/.test(word));
    if (!bends) continue;
    const isEnd = !words.includes('proxy');
    found.push({ source: name, value: value.text, ...ending(isEnd ? value.text : undefined) });
  }
  return found;
}

/** True where the word is what the tool goes by: then it is the place, and bends nothing. */
function isThePlace(text: string, { account, name, clues, bends }: Whereabouts): boolean {
  if (bends?.some(({ value }) => value === text) === true) return true;
  const known = new Set([account, name, ...clues.map(({ value }) => value)]);
  return known.has(text) || known.has(hostOfUrl(text));
}

/** Systems whose names mean the same whoever asks, or are addresses: another credential makes no other place of them. */
const namedForAll =
  /^(?:kubernetes|gcp|azure|http|github|gitlab|heroku|fly|firebase|railway|supabase|postgres|mysql|mongodb|redis|mssql|clickhouse|snowflake|ssh|docker|database|terraform|vault|consul|nomad|mcp)$/;

/**
 * A key or a token that the call sets stands before what a profile or a context of this machine would bring: the account is its own,
 * whatever the profile is called.
 */
export function withOtherCredentials(where: Whereabouts, setting: ToolInvocation): Whereabouts {
  if (!reachedByName(where) || namedForAll.test(where.system)) return where;
  const { program, env } = setting.invocation;
  const found = [...env].flatMap(([name, value]): readonly Bend[] =>
    value !== null && /_(?:token|api_?key|access_?key)$/i.test(name) && isOf(name, [where.system, program])
      ? [{ source: name, value: untold }]
      : [],
  );
  if (found.length === 0) return where;
  const known = new Set((where.bends ?? []).map(({ source }) => source));
  const bends = [...(where.bends ?? []), ...found.filter(({ source }) => !known.has(source))];
  return { ...where, bends };
}

/** `HCLOUD_TOKEN` is of hcloud. AWS has an order of its own, which its resolver keeps. */
function isOf(variableName: string, owners: readonly string[]): boolean {
  const [first = ''] = variableName.toLowerCase().split('_');
  return (
    first !== 'aws' &&
    owners.some((owner) => owner.startsWith(first) || (first.length > 3 && first.startsWith(owner)))
  );
}

/** The variables of AWS that stand before `AWS_PROFILE`: with them no profile says whose account it is. */
export function awsKeysBefore(setting: ToolInvocation): readonly Bend[] {
  const name = 'AWS_ACCESS_KEY_ID';
  const isUnset = setting.invocation.env.get(name) === null;
  const isSet =
    variable(setting, name) !== undefined || (!isUnset && setting.world.credentials?.[name] !== undefined);
  return isSet ? [{ source: name, value: untold }] : [];
}
