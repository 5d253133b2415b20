import { readArguments } from '../command/arguments.js';
import type { Invocation } from '../command/invocation.js';
import type { Files, World } from '../shared/world.js';
import { withBends } from '../target/bends.js';
import { withOwnFiles } from '../target/places/walk.js';
import { clue, type Whereabouts } from '../target/whereabouts.js';
import { toolsOf } from './registry.js';

const noFiles: Files = {
  read: () => ({ ok: false, code: 'absent' }),
  kind: () => 'absent',
  list: () => [],
  real: () => undefined,
  identity: () => undefined,
  bytes: () => undefined,
};

/** This machine's files and environment say nothing about a program that starts on another machine. */
export function worldOf(invocation: Invocation, world: World): World {
  if (invocation.elsewhere === undefined) return world;
  return { ...world, env: {}, files: noFiles };
}

/** Adds what is known of the machine on which the program starts: a local database of a remote host is not local. */
export function placeElsewhere(
  where: Whereabouts,
  invocation: Invocation,
  world: World,
  switches: ReadonlyMap<string, string>,
): Whereabouts {
  const { elsewhere } = invocation;
  if (elsewhere === undefined) return where;
  const host = outerPlace(invocation, world, switches);
  const bends = [...(where.bends ?? []), ...(host?.bends ?? [])];
  // `localhost` over there is not this machine.
  const { local, ...rest } = where;
  const clues = where.clues.filter((one) => one.value !== local?.value);
  const name = elsewhere.name.text;
  return {
    ...rest,
    // A place that nothing names is on the machine on which the program starts.
    name: local === undefined && clues.length > 0 ? where.name : name,
    clues: [...clues, ...clue('selector', elsewhere.kind, name), ...(host?.clues ?? [])],
    ...(host?.local === undefined ? {} : { local: host.local }),
    ...(host === undefined ? {} : { around: host }),
    ...(bends.length === 0 ? {} : { bends }),
    opaque: [
      ...(where.opaque ?? []),
      ...(host?.opaque ?? []),
      ...(elsewhere.name.opaque.length > 0 ? [name] : []),
    ],
  };
}

function outerPlace(
  invocation: Invocation,
  world: World,
  switches: ReadonlyMap<string, string>,
): Whereabouts | undefined {
  const argv = invocation.elsewhere?.argv ?? [];
  const program = (argv[0]?.text ?? '').replace(/^.*[/\\]/, '');
  const tool = toolsOf(program).at(-1);
  if (tool === undefined) return undefined;
  const { elsewhere: _outer, ...here } = invocation;
  const outer: Invocation = { ...here, program, argv };
  const setting = { invocation: outer, args: readArguments(argv, tool.grammar), world, switches };
  return withBends(withOwnFiles(tool.target(setting), setting), setting);
}
