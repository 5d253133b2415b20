import { optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK } from '../../command/invocation.js';
import { budgets, spend } from '../../shared/budgets.js';
import type { Leaves } from '../../target/leaves.js';
import { mongoTarget } from '../../target/store.js';
import type { ToolInvocation } from '../../target/whereabouts.js';
import type { Verb } from '../effect.js';
import { fileInput, type Input, inputOf } from '../input.js';
import { resourceName } from '../rows.js';
import { switchesIn, toldAt } from '../sql/drafts.js';
import type { Draft, Tool } from '../table.js';

const connection =
  '--host -h --port --db -d --username -u --authenticationDatabase --authenticationMechanism --uri -c --collection --tlsCAFile --sslCAFile --config --apiVersion';

/** mongosh: JavaScript given by `--eval`, `-f` or on standard input; only its literal calls are known. */
export const mongosh: Tool = {
  programs: ['mongosh', 'mongo'],
  system: 'mongodb',
  grammar: optionGrammar({ valued: `${connection} --eval -f --file`, flags: '-p --password --quiet --norc --nodb --tls --ssl --shell --json' }),
  help: ['--help', '--version'],
  target: mongoTarget,
  rows: [],
  beyond: (setting) => draftsOfScripts(scriptsOf(setting), setting),
};

function scriptsOf(setting: ToolInvocation): readonly Input[] {
  const { args } = setting;
  const inline = (args.options.get('--eval') ?? []).map((value): Input => ({ kind: 'text', text: value.text }));
  const named = ['-f', '--file'].flatMap((name) => args.options.get(name) ?? []);
  const files = [...named, ...args.operands.filter((word) => /\.(?:m?js|mongodb)$/.test(word.text))];
  const scripts = [...inline, ...files.map((file) => fileInput(setting, file.text))];
  return scripts.length > 0 ? scripts : [inputOf(setting)];
}

function draftsOfScripts(inputs: readonly Input[], setting: ToolInvocation): readonly Draft[] {
  const drafts = inputs.flatMap((input): readonly Draft[] => {
    if (input.kind === 'terminal') return [];
    if (input.kind === 'opaque') return [{ verb: 'execute', resource: `script/${input.name}`, traits: ['opaque-code'], opaque: [input.name] }];
    const switches = switchesIn(switchesOf(input.text), setting);
    return draftsOfCode(input.text).flatMap((draft) => toldAt(draft, switches));
  });
  if (drafts.length > budgets.clientCommands.most) spend(setting.world, 'clientCommands');
  return drafts.length > 0 ? drafts.slice(0, budgets.clientCommands.most) : [{ verb: 'read', resource: 'documents', span: setting.invocation.span }];
}

/** Methods that act, by name. What is not among them, and is not a read, is unknown. */
const methods: readonly (readonly [RegExp, Verb, string])[] = [
  [/^(?:dropDatabase|dropAllUsers|dropAllRoles)$/, 'destroy', 'database'],
  [/^drop$/, 'destroy', 'collection'],
  [/^(?:deleteMany|remove)$/, 'delete', 'documents'],
  [/^(?:deleteOne|findOneAndDelete|findAndRemove|dropIndex|dropIndexes|dropUser|dropRole|dropSearchIndex)$/, 'delete', 'documents'],
  [
    /^(?:updateMany|updateOne|update|findOneAndUpdate|findAndModify|bulkWrite|renameCollection|convertToCapped|createIndex|createIndexes|ensureIndex|reIndex|compact|save)$/,
    'modify',
    'documents',
  ],
  [/^(?:replaceOne|findOneAndReplace)$/, 'replace', 'documents'],
  [/^(?:insert|insertOne|insertMany|createCollection|createView)$/, 'create', 'documents'],
  [/^(?:shutdownServer|killOp|fsyncLock|stepDown|freeze)$/, 'stop', 'server'],
  [/^(?:createUser|updateUser|grantRolesToUser|grantPrivilegesToRole|changeUserPassword|createRole)$/, 'expose', 'role'],
  [/^(?:reconfig|initiate|add|addArb|addShard|removeShard|enableSharding|shardCollection|moveChunk)$/, 'modify', 'cluster'],
];

/** Other databases and servers that a script turns to: `getSiblingDB('app')`, `use app`, `new Mongo('db2:27017')`. */
function switchesOf(code: string): readonly Leaves[] {
  const calls = [...code.matchAll(/\b(getSiblingDB|getDB|use|connect|Mongo)\s{0,8}\(\s{0,8}(?:(["'`])([^"'`\n]{0,400})["'`]\s{0,8}[,)])?/g)];
  const lines = [...code.matchAll(/(?:^|[\n;])[ \t]{0,40}use[ \t]+([\w-]+)/g)].map(([, name = '']): Leaves => ({ databases: [name] }));
  return [...calls.map(([, name = '', , text]) => switchOf(name, text)), ...lines];
}

/** A name that is computed may be any. */
function switchOf(call: string, text: string | undefined): Leaves {
  const named = text ?? OPAQUE_MARK;
  if (call !== 'connect' && call !== 'Mongo') return { databases: [named] };
  // `connect('db2/app')` and `connect('app')` lack the scheme.
  const address = call === 'connect' && !named.includes('://') ? named.split('/') : [];
  if (address.length === 1) return { databases: [named] };
  return address.length === 0 ? { server: named } : { server: address[0] ?? '', databases: [address[1] ?? ''] };
}

/** Names between brackets as names behind a dot, composed ones put together; what is computed otherwise stays. */
function withPlainNames(code: string): string {
  return code
    .replace(/(["'])([\w.-]{0,80})\1\s{0,8}\+\s{0,8}(?=["'])/g, '\uE000$2\uE000')
    .replace(/\uE000([\w.-]{0,80})\uE000/g, '$1')
    .replace(/\[\s{0,8}([\w.-]{0,400})(["'])(\w{1,80})\2\s{0,8}\]/g, '.$1$3');
}

function draftsOfCode(written: string): readonly Draft[] {
  const code = withPlainNames(written);
  const drafts = [...code.matchAll(/\.(?<=([\w$\])'"]+)\s*\.)\s*(\w+)\s*\(/g)].flatMap((match): readonly Draft[] => {
    const [whole, owner = '', method = ''] = match;
    const from = match.index + whole.length;
    const argument = code.slice(from, from + 80).split(')')[0] ?? '';
    const found = methods.find(([pattern]) => pattern.test(method));
    if (found === undefined) return [];
    if (method === 'renameCollection' && /,\s{0,8}true\b|dropTarget\W{1,8}true/.test(argument)) return [{ verb: 'replace', resource: 'collection', reach: 1 }];
    return [draftOfMethod(found, owner, argument)];
  });
  const dropsTarget = /\brenameCollection\b[^;\n]{0,400}\bdropTarget\b["']?\s{0,8}:\s{0,8}(?:true|1)\b/.test(code);
  const overwritten: readonly Draft[] = dropsTarget ? [{ verb: 'replace', resource: 'collection', reach: 1 }] : [];
  const commands = [...code.matchAll(/\b(?:runCommand|adminCommand)\s*\(\s*(?:\{\s*)?["']?(\w+)["']?\s*(?::\s*["']([\w.-]+)["'])?/g)].map((match) =>
    draftOfCommand(match[1] ?? '', match[2] ?? ''),
  );
  const outputs = /\$(?:out|merge)\b/.test(code) ? [{ verb: 'replace', resource: 'collection' } as const] : [];
  const loaded = /\b(?:load|eval|require|Function|child_process|runProgram|run)\s*\(/.test(code);
  const opaque: readonly Draft[] =
    loaded || callsComputed.test(code) || code.includes('\uFFFC') ? [{ verb: 'execute', resource: 'script', traits: ['opaque-code'], opaque: ['script'] }] : [];
  return [...drafts, ...commands, ...overwritten, ...outputs, ...opaque];
}

/** `db[name](…)`, where the name is no literal. */
const callsComputed = /\][ \t]{0,8}\(/;

function draftOfMethod([, verb, noun]: readonly [RegExp, Verb, string], owner: string, argument: string): Draft {
  const everything = verb === 'delete' && /^(?:\{\s*\}?)?$/.test(argument.trim());
  const name = owner === 'db' || /[)\]'"]/.test(owner) ? '' : owner;
  const made = resourceName(noun, [name]);
  if (everything && noun === 'documents') return { verb: 'destroy', resource: made, traits: ['no-filter'], reach: 'uncountable' };
  return { verb, resource: made, reach: verb === 'destroy' ? 'uncountable' : 1 };
}

/** What a command of the server acts on, by its name and its first value: `{ drop: 'orders' }`. */
function draftOfCommand(name: string, first: string): Draft {
  const verb: Verb = /^drop/.test(name)
    ? 'destroy'
    : /^delete|^remove/.test(name)
      ? 'delete'
      : /^(?:shutdown|killOp|replSetStepDown)$/.test(name)
        ? 'stop'
        : /^(?:ping|hello|isMaster|buildInfo|serverStatus|dbStats|collStats|listDatabases|listCollections|find|count|aggregate|explain|getLog|hostInfo|connectionStatus|replSetGetStatus|currentOp|getParameter)$/.test(
              name,
            )
          ? 'read'
          : 'modify';
  const noun = /^dropDatabase$/.test(name)
    ? 'database'
    : /^drop$/.test(name)
      ? 'collection'
      : /^delete$/.test(name)
        ? 'documents'
        : verb === 'stop'
          ? 'server'
          : 'command';
  const resource = noun === 'command' ? `command/${name}` : resourceName(noun, [first]);
  const leaves = first.includes('.') ? { leaves: { qualified: [first] } } : {};
  return { verb, resource, reach: verb === 'destroy' ? 'uncountable' : 1, ...leaves };
}

/** Dumps read; a restore with `--drop` replaces. */
export const mongoFiles: Tool = {
  programs: ['mongodump', 'mongoexport', 'mongostat', 'mongotop', 'bsondump', 'mongorestore', 'mongoimport', 'mongofiles'],
  system: 'mongodb',
  grammar: optionGrammar({
    valued: `${connection} -o --out --archive --nsInclude --nsExclude --nsFrom --nsTo --file --type --mode -q --query -j`,
    flags: '-p --drop --gzip --dryRun',
  }),
  dryRun: ['--dryRun'],
  target: mongoTarget,
  rows: [],
  beyond: (setting) => {
    const { program } = setting.invocation;
    if (program === 'mongofiles' && setting.args.operands[0]?.text.startsWith('delete')) return [{ verb: 'delete', resource: 'files' }];
    if (!/^mongo(?:restore|import|files)$/.test(program)) return [{ verb: 'read', resource: 'documents' }];
    const drops = setting.args.options.has('--drop');
    const qualified = ['--nsInclude', '--nsTo'].flatMap((name) => (setting.args.options.get(name) ?? []).map(({ text }) => text));
    return [{ verb: drops ? 'replace' : 'create', resource: 'collection', reach: 'uncountable', span: setting.invocation.span, leaves: { qualified } }];
  },
};
