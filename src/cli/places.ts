import { homedir } from 'node:os';
import type { StandingPlace } from '../core/record/said-places.js';
import { isPlaceName, probedSystems } from '../core/target/place-probe.js';
import { type Sayable, sayable } from '../core/target/said-place.js';
import { namedPlace } from '../engine/named-place.js';
import { helpText } from '../messages/cli/help.js';
import {
  forgottenText,
  neverSaidText,
  notExactText,
  nothingSaidText,
  notLookedUpText,
  placeNameText,
  placeNotRecordedText,
  placeSaidText,
  placesPersonText,
  placesWhatText,
  sayableExpectedText,
} from '../messages/cli/places.js';
import { placeLine, placeText } from '../messages/places/places.js';
import { homeFrom } from '../node/files/home.js';
import { SaidPlacesHere } from '../node/places/said-places.js';
import type { Saying } from '../ports/places.js';
import { type Command, exitCodes, fail, misuse, type Terminal } from './command.js';
import { judgeFor } from './judge-for.js';
import { parseCommandLine } from './parse.js';
import { isPersonHere, ownAccount } from './person-here.js';
import { recordOf } from './record-of.js';
import { siteOf } from './site.js';

/** What this person has said of places: looking is free, saying and taking back need them at a terminal. */
export const placesCommand: Command = {
  name: 'places',
  ...helpText.places,
  run: async (args, terminal) => {
    const parsed = parseCommandLine('places', args, { json: { type: 'boolean' } });
    if (!parsed.ok) return misuse(terminal, parsed.error);
    const { positionals, values } = parsed.value;
    const [what = 'list', system = '', name = '', environment = '', ...rest] = positionals;
    const isJson = values.json === true;
    const count = positionals.length;
    if (what === 'list' && count <= 1) return list(terminal, isJson);
    if (rest.length > 0) return misuse(terminal, placesWhatText(positionals));
    if (what === 'set' && count === 4) return set(terminal, isJson, { system, name, environment });
    if (what === 'forget' && count === 3) return forget(terminal, isJson, { system, name });
    return misuse(terminal, placesWhatText(positionals));
  },
};

/** What the person has said, as the record under this terminal's home holds it. */
export async function saidPlacesOf(terminal: Pick<Terminal, 'env'>): Promise<SaidPlacesHere> {
  const home = homeFrom(terminal.env);
  const record = recordOf(home);
  const places = new SaidPlacesHere(home, record);
  await places.refresh();
  return places;
}

async function list(terminal: Terminal, isJson: boolean): Promise<number> {
  const said = (await saidPlacesOf(terminal)).list();
  if (isJson) await terminal.out(`${JSON.stringify({ places: said.map(placeObject) })}\n`);
  else await terminal.out(`${said.length === 0 ? nothingSaidText : said.map(placeLine).join('\n')}\n`);
  return exitCodes.done;
}

async function set(
  terminal: Terminal,
  isJson: boolean,
  words: { readonly system: string; readonly name: string; readonly environment: string },
): Promise<number> {
  const environment = sayable.find((one) => one === words.environment);
  if (environment === undefined) return misuse(terminal, sayableExpectedText(words.environment));
  if (!isSystem(words.system) || !isPlaceName(words.name))
    return misuse(terminal, placeNameText(`${words.system} ${words.name}`));
  const site = siteOf(terminal, terminal.cwd, terminal.env['HOME'] || homedir());
  const judge = await judgeFor(terminal);
  const { place, canBeHarmless } = await namedPlace(judge, site, words.system, words.name);
  if (environment !== 'production' && !canBeHarmless) return fail(terminal, notExactText(place, environment));
  if (!isPersonHere(terminal)) return fail(terminal, placesPersonText);
  const places = await saidPlacesOf(terminal);
  const done = await places.say({ ...place, environment }, whoever());
  if (!done.ok) return fail(terminal, placeNotRecordedText(done.error.detail));
  const isLookedUp = probedSystems.includes(place.system);
  const more = isLookedUp ? '' : ` ${notLookedUpText(place.system, probedSystems)}`;
  return said(terminal, isJson, { ...place, environment }, `${placeSaidText(place, environment)}${more}`);
}

async function forget(
  terminal: Terminal,
  isJson: boolean,
  { system, name }: { readonly system: string; readonly name: string },
): Promise<number> {
  const places = await saidPlacesOf(terminal);
  const all = places.list();
  const found = all.filter((one) => one.system === system && one.name === name);
  if (found.length === 0) return fail(terminal, neverSaidText(system, name, all.map(placeText)));
  if (!isPersonHere(terminal)) return fail(terminal, placesPersonText);
  for (const place of found) {
    const done = await places.forget(place, whoever());
    if (!done.ok) return fail(terminal, placeNotRecordedText(done.error.detail));
    await said(terminal, isJson, place, forgottenText(place));
  }
  return exitCodes.done;
}

async function said(
  terminal: Terminal,
  isJson: boolean,
  {
    system,
    name,
    knownBy,
  }: Pick<StandingPlace, 'system' | 'name' | 'knownBy'> & {
    readonly environment?: Sayable;
  },
  words: string,
): Promise<number> {
  await terminal.out(isJson ? `${JSON.stringify({ system, name, knownBy, said: words })}\n` : `${words}\n`);
  return exitCodes.done;
}

function isSystem(text: string): boolean {
  return /^[a-z0-9][a-z0-9.-]{0,39}$/.test(text);
}

function whoever(): Saying {
  return { decider: ownAccount() };
}

function placeObject({ system, name, environment, knownBy, at, by }: StandingPlace): object {
  return { system, name, environment, knownBy, saidAt: new Date(at).toISOString(), by };
}
