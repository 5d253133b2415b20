import { isKnown } from '../value.js';
import type { Scan } from './amounts.js';
import type { ResolvedProgram } from './known.js';

/** Ways by which a program changes what its own names lead to. */
const ownWays: Readonly<Record<string, RegExp>> = {
  python:
    /\b(?:getattr|setattr|delattr|exec|eval|(?<!\.)compile|globals|locals|vars|importlib|sys|site|runpy|ctypes|gc|inspect|reload|builtins|unregister|setup_default_session|DEFAULT_SESSION|side_effect|wraps|stopall|deactivate|attach|initialize)\b|passthr|return_value(?!\.)|__(?!(?:tablename|name|main|table_args|init|future)__)[a-z]/i,
  javascript:
    /\b(?:eval|Function|Reflect|Proxy|globalThis|vm|define(?:Property|Properties)|prototype|__proto__|_load|_resolveFilename|createRequire|register|registerHooks|binding|mainModule|constructor|Worker|worker_threads|child_process|cache|callThrough|callsFake|allowUnmocked|initialize|userParams|adapter|attach|withUserParams|NOCK_OFF)\b|\benv\b/,
};

/** Variables that make an interpreter, a double or a client go elsewhere. */
const leading =
  /^(?:PYTHON(?:PATH|HOME|PLATLIBDIR)|NODE_(?:OPTIONS|PATH)|NOCK_\w+|MOTO_\w+|TEST_SERVER_MODE|MONGOMS_\w+|AWS_(?:ENDPOINT|USE_|CONFIG_FILE|DATA_PATH)\w*|BOTO_\w*)$/;

const plainOption = /^(?:-[cue]?|--input-type=(?:module|commonjs))$/;

/** True where what a program imports is installed, not a file of the workspace, and nothing but its text says what its names are. */
export function standsAlone({ modules }: ResolvedProgram, scan: Scan): boolean {
  const { call, machine, origin, language, text, file } = scan;
  const { cwd } = call.place.scope;
  const ways = ownWays[language];
  if (ways === undefined || ways.test(text) || !isKnown(cwd)) return false;
  if (/^(?:module|framework)$/.test(origin) || call.place.frame.elsewhere !== undefined) return false;
  if ([...Object.keys(machine.world.env), ...call.place.scope.ownNames()].some((name) => leading.test(name)))
    return false;
  if (!/^(?:python[\d.]*|node|nodejs)$/.test(call.program)) return false;
  const script = file === undefined ? undefined : machine.resolve(file, call.place);
  const at = file === undefined ? call.argv.length : call.argv.findIndex((word) => word.text === file);
  const before = call.argv.slice(1, at).filter((word) => file !== undefined || word.text.startsWith('-'));
  if (!before.every((word) => plainOption.test(word.text))) return false;
  const folders = [cwd.text, ...(script === undefined ? [] : [script.slice(0, script.lastIndexOf('/'))])];
  return modules.every((module) =>
    language === 'python' ? !liesIn(module, folders, scan) : isInstalled(module, folders, scan),
  );
}

function liesIn(module: string, folders: readonly string[], { machine }: Scan): boolean {
  const [first = ''] = module.split('.');
  if (first === '') return true;
  return folders.some((folder) =>
    ['', '.py', '.pyc', '.so'].some((end) => isThere(`${folder}/${first}${end}`, machine)),
  );
}

/** A package's own name leads to itself, a link to wherever it leads. */
function isInstalled(module: string, folders: readonly string[], { machine }: Scan): boolean {
  if (/^(?:[./#]|data:|file:|https?:)/.test(module)) return false;
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(module)?.[0] ?? module;
  return folders.every((folder) => {
    const own = machine.world.files.read(`${folder}/package.json`);
    if (own.ok && /"name"\s*:\s*"([^"]*)"/.exec(own.text)?.[1] === name) return false;
    const path = `${folder}/node_modules/${name}`;
    return machine.world.files.kind(path) !== 'symlink' && !machine.disk.wroteBelow(path);
  });
}

function isThere(path: string, machine: Scan['machine']): boolean {
  return machine.world.files.kind(path) !== 'absent' || machine.disk.wroteBelow(path);
}
