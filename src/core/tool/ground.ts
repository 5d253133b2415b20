import type { Invocation } from '../command/invocation.js';
import type { World } from '../shared/world.js';
import { directoryOf, pathIn } from '../target/files.js';
import type { Bend, ToolInvocation, Whereabouts } from '../target/whereabouts.js';
import type { Effect } from './effect.js';

/**
 * What a call itself changes of that which says where its later programs go: files that they read unasked, and settings of their own
 * system. What stands there afterwards is not known, so no later name is harmless by it. Kept among the switches of the line.
 */
type Change = readonly [key: string, told: string];

const ofPath = 'ground path ';
const ofSystem = 'ground system ';
const anyPath = `${ofPath}*`;

/** What one program leaves changed behind it. `isKnown`: its own table says what follows. */
export function groundChanges(
  setting: ToolInvocation,
  system: string | undefined,
  effects: readonly Effect[],
  isKnown: boolean,
): readonly Change[] {
  const { invocation } = setting;
  const written = invocation.redirections.filter(({ mode }) => mode !== 'read').map(({ path }) => path);
  const acting = effects.filter(({ verb }) => verb !== 'read');
  const repoints = system !== undefined ? repointed(setting, system, isKnown) : [];
  const writes =
    acting.some(({ target }) => system === undefined || ownWriters.test(target.system)) && !isKnown;
  const words = writes ? invocation.argv.slice(1, 64) : [];
  const told = invocation.program;
  const hidden =
    written.some(({ opaque }) => opaque.length > 0) ||
    acting.some(({ traits, target }) => target.system === 'filesystem' && traits.includes('opaque-path'));
  const paths = [...written, ...words].flatMap(({ text }) => pathsOf(text, setting));
  return [
    ...paths.map((path): Change => [`${ofPath}${path}`, told]),
    ...(hidden ? [[anyPath, told] as const] : []),
    ...repoints.map((one): Change => [`${ofSystem}${one}`, told]),
  ];
}

/** What writes files of this machine by its words, whatever it is. */
const ownWriters = /^(?:filesystem|host|script|git|npm)$/;

/** `~/.kube/config`, `--output=k`, `of=k`. A word that holds the directory of the call is no file of it. */
function pathsOf(word: string, setting: ToolInvocation): readonly string[] {
  const text = word.replace(/^[\w-]*=/, '');
  if (text === '' || text.length > 256 || text.startsWith('-')) return [];
  const cwd = directoryOf(setting);
  const path = pathIn(cwd, text, setting.world);
  return path === cwd || cwd.startsWith(`${path}/`) || path === '/' ? [] : [path];
}

const settingWords =
  /^(?:config|configure|configurations?|contexts?|profiles?|link|use|switch|cloud|kubeconfig|get-credentials|update-kubeconfig)$/;

/** What a tool's settings hold beside where it goes. */
const elseSet = /^(?:compute\/|region$|output$|core\/(?:verbosity|disable)|cli_|--?(?:region|output)$)/;

/** There, it is what an application or a stack is given. */
const ownConfig = /^(?:pulumi|heroku|fly|supabase|vercel|railway|netlify|firebase|serverless|terraform)$/;

const looks =
  /^(?:view|list|ls|get|get-(?:contexts|clusters|users|value)|show|current|current-context|describe|inspect|export-credentials|delete|rm)$/;

const ofClusters = /^(?:kubeconfig|get-credentials|update-kubeconfig)$/;

function repointed(setting: ToolInvocation, system: string, isKnown: boolean): readonly string[] {
  const words = setting.args.operands.slice(0, 5).map(({ text }) => text);
  // `kubectx new=old`
  const isRenaming =
    system === 'kubernetes' && words.length === 1 && /^[\w.-]+=[\w.-]+$/.test(words[0] ?? '');
  const isOtherCluster = words.includes('set-context') && setting.args.options.has('--cluster');
  if (isKnown && !isRenaming && !isOtherCluster) return [];
  const at = words.findIndex(
    (word) =>
      settingWords.test(word) &&
      !(word === 'config' && ownConfig.test(system)) &&
      !(system === 'docker' && word !== 'context'),
  );
  if (isRenaming || isOtherCluster) return [system];
  if (at < 0 || words.slice(at + 1).some((word) => elseSet.test(word) || looks.test(word))) return [];
  return words.some((word) => ofClusters.test(word)) ? [system, 'kubernetes'] : [system];
}

/** A setting whose files are watched, and which of the line's changed files were read. */
export interface WatchedGround {
  readonly setting: ToolInvocation;
  readonly touched: () => readonly string[];
}

/** Nothing is watched where nothing was changed. */
export function watched(setting: ToolInvocation): WatchedGround {
  const changed = [...setting.switches.keys()].filter((key) => key.startsWith(ofPath));
  if (changed.length === 0) return { setting, touched: () => [] };
  const seen = new Set<string>();
  const world = watchedWorld(setting.world, seen);
  const paths = changed.map((key) => key.slice(ofPath.length));
  const isChanged = (path: string): boolean =>
    paths.some((one) => one === path || path.startsWith(`${one}/`)) ||
    (paths.includes('*') && path.startsWith(`${setting.world.home}/`));
  return { setting: { ...setting, world }, touched: () => [...seen].filter(isChanged) };
}

/** Method by method: files may be an object whose methods stand in its class. */
function watchedWorld(world: World, seen: Set<string>): World {
  const { files } = world;
  return {
    ...world,
    files: {
      read: (path) => {
        seen.add(path);
        return files.read(path);
      },
      kind: (path) => {
        seen.add(path);
        return files.kind(path);
      },
      list: (path) => files.list(path),
      real: (path) => files.real(path),
      identity: (path) => files.identity(path),
      bytes: (path) => files.bytes(path),
    },
  };
}

/** The place as it is known after what the line has changed: by no name, and not as this machine. */
export function afterChanges(
  where: Whereabouts,
  setting: ToolInvocation,
  touched: readonly string[],
): Whereabouts {
  const system = setting.switches.get(`${ofSystem}${where.system}`);
  const [path] = touched;
  const value = path?.replace(`${setting.world.home}/`, '~/') ?? system;
  if (value === undefined || /^(?:filesystem|git|host|agent|npm|script)$/.test(where.system)) return where;
  const { local: _, throwaway: __, ...rest } = where;
  const bend: Bend = { source: 'earlier command', value };
  return { ...rest, bends: [...(where.bends ?? []), bend] };
}

/** Which of the files were read unasked, and not because the words of the program name them. */
export function unasked(
  touched: readonly string[],
  invocation: Invocation,
  setting: ToolInvocation,
): readonly string[] {
  if (touched.length === 0) return [];
  const named = [...invocation.argv, ...invocation.redirections.map(({ path }) => path)].flatMap(({ text }) =>
    pathsOf(text, setting),
  );
  return touched.filter((path) => !named.some((one) => path === one || path.startsWith(`${one}/`)));
}
