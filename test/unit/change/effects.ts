import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Change, ChangeItem, UnknownPart } from '../../../src/core/change/change.js';
import { changeOf } from '../../../src/core/change/change-of.js';
import type { Effect, Verb } from '../../../src/core/tool/effect.js';
import type { ToolCall } from '../../../src/core/toolcall/toolcall.js';
import { root } from '../../support/source.js';
import { memoryWorld } from '../../support/world.js';

/** The demo workspace as a map of files under `/projects/app`, with a repository at its root. */
export function demoFiles(): Readonly<Record<string, string>> {
  const source = join(root, 'media/drill/workspace');
  const files = readdirSync(source, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [`/projects/app${path.slice(source.length)}`, readFileSync(path, 'utf8')] as const;
    });
  return { ...Object.fromEntries(files), '/projects/app/.git/HEAD': 'ref: refs/heads/main\n' };
}

/** An effect as the tables would give it for this command. */
export function effect(command: string, verb: Verb, resource: string, more: Partial<Effect> = {}): Effect {
  const system = more.target?.system ?? systemOf(command);
  return {
    verb,
    resource,
    target: { system, name: resource, environment: 'unknown', confidence: 0.5, evidence: [] },
    argv: command.split(' '),
    via: [],
    opaque: [],
    span: [0, command.length],
    traits: [],
    reach: 1,
    ...more,
  };
}

const systems: Readonly<Record<string, string>> = {
  aws: 'aws',
  eb: 'aws',
  terraform: 'terraform',
  tofu: 'terraform',
  kubectl: 'kubernetes',
  psql: 'postgres',
  git: 'git',
  rm: 'filesystem',
  find: 'filesystem',
  tee: 'filesystem',
};

function systemOf(command: string): string {
  return systems[command.split(' ')[0] ?? ''] ?? 'host';
}

export function changeFor(
  effects: readonly Effect[],
  files: Readonly<Record<string, string>> = {},
  cwd = '/projects/app',
): Change {
  const world = memoryWorld({ cwd, files });
  return changeOf(callOf(effects[0]?.argv.join(' ') ?? '', cwd), { effects }, world);
}

export function callOf(command: string, cwd = '/projects/app'): ToolCall {
  return {
    agent: 'claude-code',
    session: 's',
    callId: 'c',
    tool: 'Bash',
    cwd,
    payload: { kind: 'shell', shell: 'bash', command },
  };
}

const marks = { deleted: '-', replaced: '-', created: '+', changed: '~', stopped: '.' } as const;

/** Rows as short text, so that a table reads at a glance: `- database orders (data-lost)`. */
export function rowsOf(change: Change): readonly string[] {
  const again = change.items.flatMap((item) =>
    item.kind === 'object' && item.sign === 'replaced' ? [createdOf(item)] : [],
  );
  const made = change.items.findIndex(
    ({ kind, ...item }) => kind === 'object' && 'sign' in item && item.sign === 'created',
  );
  const at = made < 0 ? change.items.length : made;
  return [...change.items.slice(0, at), ...again, ...change.items.slice(at)].map(rowOf);
}

type ObjectItem = Extract<ChangeItem, { kind: 'object' }>;

/** What comes of a replacement. */
function createdOf({ consequence, ...item }: ObjectItem): ObjectItem {
  return {
    ...item,
    name: 'new',
    sign: 'created',
    ...(consequence === 'data-lost' ? { consequence: 'empty' } : {}),
  };
}

function rowOf(item: ChangeItem): string {
  if (item.kind === 'file') {
    const sign = item.after === null ? '-' : item.before === null ? '+' : '~';
    return `${sign} text ${item.path}`;
  }
  const many = item.count === undefined ? '' : ` x${item.count}`;
  const consequence = item.consequence === undefined ? '' : ` (${item.consequence})`;
  return `${marks[item.sign]} ${item.noun} ${item.name}${many}${consequence}`;
}

/** The first kind of thing that is not known. */
export function gapOf({ unknown }: Change): UnknownPart['what'] | undefined {
  return unknown?.[0]?.what;
}

/** What is not known, as `what of`. */
export function unknownOf(change: Change): readonly string[] {
  return (change.unknown ?? []).map(({ what, of }) => `${what} ${of}`);
}
