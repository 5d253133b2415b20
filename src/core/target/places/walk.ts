import { readAddress } from '../address.js';
import { isLoopback } from '../loopback.js';
import { isBeyond, onlyHeard } from '../stage.js';
import { type Clue, clue, type ToolInvocation, type Whereabouts } from '../whereabouts.js';
import type { PlaceSource, PlaceWord } from './source.js';
import { sourcesFor } from './table.js';

/**
 * A place with what the tool's own files say of it, in the tool's own order. The first word chooses, unless an option or a
 * variable has; every other is only heard where it says production. So a file never lowers what another selector says.
 */
export function withOwnFiles(where: Whereabouts, setting: ToolInvocation): Whereabouts {
  const sources = sourcesFor(setting);
  return sources.length === 0
    ? where
    : sources.reduce((known, source) => heard(known, source, setting), where);
}

function heard(where: Whereabouts, source: PlaceSource, setting: ToolInvocation): Whereabouts {
  return source.read(setting).reduce((known, said) => one(known, source.as, said), where);
}

function one(where: Whereabouts, as: PlaceSource['as'], said: PlaceWord): Whereabouts {
  if (where.clues.some(({ value }) => value === said.value)) return where;
  if (as === 'mention') return mentioned(where, said);
  if (as === 'address') return where.account === undefined ? goingTo(where, said) : mentioned(where, said);
  if (where.clues.some(({ rank }) => rank === 'selector')) return mentioned(where, said);
  const named = said.opaque || where.local !== undefined ? where : { ...where, name: said.value };
  return {
    ...named,
    clues: [...where.clues, ...clue('selector', said.source, said.value)],
    ...opaqueOf(where, said),
  };
}

function mentioned(where: Whereabouts, { source, value }: PlaceWord): Whereabouts {
  return {
    ...where,
    clues: [...where.clues, ...clue('mention', source, value.replace(/^[a-z+]+:\/\/[^@/]*@/i, ''))],
  };
}

function goingTo(where: Whereabouts, said: PlaceWord): Whereabouts {
  const text = said.value.replace(/^jdbc:/, '');
  const address = readAddress(text);
  if (address === undefined && isFile(text)) return inFile(where, said);
  const host = address === undefined ? hostOnly(text) : address.hosts.join(',');
  if (host === '' || /[\s"'<>()]/.test(host)) return where;
  const local = isLoopback(host) || host.startsWith('/');
  const found: Clue[] = [
    ...clue('selector', said.source, host),
    ...clue('selector', said.source, address?.database),
  ];
  return {
    ...where,
    name: local ? (address?.database ?? host) : host,
    account: host,
    ...(address?.database === undefined ? {} : { scope: address.database }),
    ...(address?.user === undefined || where.identity !== undefined ? {} : { identity: address.user }),
    clues: [...(isBeyond(host) ? where.clues.map(onlyHeard) : where.clues), ...found],
    // A script's own name says too little for a file to make it harmless.
    ...(local && where.local === undefined && where.system !== 'script'
      ? { local: { source: said.source, value: host } }
      : {}),
    ...opaqueOf(where, said),
  };
}

/** A database that is a file beside the project. */
function isFile(text: string): boolean {
  return /^(?:sqlite\d?|file|h2|django\.db\.backends\.sqlite3)(?::|$)|\.(?:db|sqlite3?)$/.test(text);
}

function inFile(where: Whereabouts, { source, value }: PlaceWord): Whereabouts {
  if (where.system === 'script' || where.local !== undefined) return where;
  return { ...where, local: { source, value } };
}

function hostOnly(text: string): string {
  return text.split(/[/?]/, 1)[0]?.replace(/:\d+$/, '') ?? '';
}

function opaqueOf(where: Whereabouts, said: PlaceWord): Pick<Whereabouts, 'opaque'> {
  return said.opaque ? { opaque: [...(where.opaque ?? []), said.value] } : {};
}
