import { ok } from 'node:assert/strict';
import type { CommandReading, Invocation, Value } from '../../../src/core/command/invocation.js';
import { readCommand } from '../../../src/core/command/read.js';
import type { World } from '../../../src/core/shared/world.js';
import type { ShellName } from '../../../src/core/toolcall/toolcall.js';
import { memoryWorld } from '../../support/world.js';

/** A command, and every line that its reading must hold: `via > via: words`, `! anomaly`, `~ language`. */
export type Row = readonly [command: string, ...lines: readonly string[]];

function word({ text, opaque, glob }: Value): string {
  const shown = text.replaceAll('\uFFFC', opaque.length === 0 ? '\uFFFC' : '?').replaceAll('\n', '\\n');
  return glob === true ? `<${shown}>` : shown;
}

export function line(invocation: Invocation): string {
  const { via, argv, elsewhere, redirections, fedFromNetwork, program } = invocation;
  const words = argv.map(word);
  const files = redirections.map(
    ({ mode, path }) => `${{ read: '<', write: '>', append: '>>' }[mode]}${word(path)}`,
  );
  return [
    via.length === 0 ? '' : `${via.join(' > ')}:`,
    ...(program === '' ? ['(opaque)'] : []),
    ...words,
    ...files,
    ...(elsewhere === undefined ? [] : [`@${elsewhere.kind}=${word(elsewhere.name)}`]),
    ...(fedFromNetwork === true ? ['(network)'] : []),
  ]
    .filter((part) => part !== '')
    .join(' ');
}

export function lines(reading: CommandReading): readonly string[] {
  return [
    ...reading.invocations.map(line),
    ...reading.anomalies.map((anomaly) => `! ${anomaly.kind}`),
    ...reading.foreign.map((code) => `~ ${code.language}`),
  ];
}

export function read(
  command: string,
  world: World = memoryWorld(),
  shell: ShellName = 'bash',
): CommandReading {
  return readCommand(command, shell, world);
}

/** Defines one test a row. */
export function rows(table: readonly Row[], world: World = memoryWorld(), shell: ShellName = 'bash'): void {
  for (const [command, ...expected] of table) {
    it(JSON.stringify(command).slice(1, 90), () => {
      const got = lines(read(command, world, shell));
      for (const wanted of expected) {
        if (wanted.startsWith('not '))
          ok(!got.includes(wanted.slice(4)), `did not expect ${wanted.slice(4)} in ${JSON.stringify(got)}`);
        else ok(got.includes(wanted), `expected ${wanted} in ${JSON.stringify(got)}`);
      }
    });
  }
}

/** Rows whose reading must hold no anomaly. */
export function quietRows(
  table: readonly string[],
  world: World = memoryWorld(),
  shell: ShellName = 'bash',
): void {
  for (const command of table) {
    it(`nothing odd in ${JSON.stringify(command).slice(1, 80)}`, () => {
      const odd = read(command, world, shell).anomalies.map((anomaly) => `${anomaly.kind} ${anomaly.detail}`);
      ok(odd.length === 0, `expected no anomaly, got ${odd.join(', ')}`);
    });
  }
}
