import { hasOption, optionGrammar, optionValue } from '../../command/arguments.js';
import type { Value } from '../../command/invocation.js';
import { hostOfRemotePath, remoteHost } from '../../target/host.js';
import { isLoopback } from '../../target/loopback.js';
import type { ToolInvocation, Whereabouts } from '../../target/whereabouts.js';
import type { Trait } from '../effect.js';
import { draftOfDeletion } from '../files/deletion.js';
import { givenPath } from '../files/draft.js';
import { onEach } from '../files/file-tool.js';
import { isStartupPath, isSystemPath } from '../files/system.js';
import { spillTraits, spillTraitsOf } from '../guard/spill.js';
import { fileInput, inputOf } from '../input.js';
import type { Draft, Tool } from '../table.js';
import { saidToFileServer } from './file-server-words.js';

function remoteOf(setting: ToolInvocation): Whereabouts {
  const host = setting.args.operands.map((value) => hostOfRemotePath(value.text)).find((one) => one !== undefined);
  return host === undefined ? { system: 'filesystem', name: 'files', clues: [], local: { source: 'machine', value: 'this machine' } } : remoteHost(host);
}

/** What goes from the sources to the last operand: files there are overwritten, credentials leave this machine. */
function transfer(sources: readonly Value[], destination: Value | undefined, setting: ToolInvocation, removes: boolean): readonly Draft[] {
  if (destination === undefined) return [{ verb: 'read', resource: 'files' }];
  const host = hostOfRemotePath(destination.text);
  if (host !== undefined && isLoopback(host) && optionValue(setting.args, '-P', '--port') === undefined)
    return transfer(sources, besideHome(destination, setting), setting, removes);
  if (host === undefined) {
    const traits = sources.flatMap((source) => contentTraits(source, destination, setting));
    const written = onEach('modify', [destination], setting, traits);
    return removes ? [...written, mirrored(destination, setting)] : written;
  }
  const leaks = sources.some((value) => hostOfRemotePath(value.text) === undefined && givenPath(value, setting).place.traits.includes('secret'));
  const traits: Trait[] = leaks ? ['exfiltration', 'outside-workspace'] : ['outside-workspace'];
  const path = destination.text.slice(destination.text.indexOf(':') + 1);
  if (isSystemPath(path) || isStartupPath(path, undefined)) traits.push('system');
  return [
    {
      verb: removes ? 'delete' : 'modify',
      resource: destination.text,
      names: [destination.text],
      traits,
      reach: removes ? 'uncountable' : 1,
      where: remoteHost(host),
    },
  ];
}

/** What stands behind `localhost:` begins at the home of this machine. */
function besideHome({ text, ...rest }: Value, { world }: ToolInvocation): Value {
  const path = text.replace(/^(?:[a-z]+:\/\/)?(?:[^@/]*@)?[^/:]*::?/i, '').replace(/^~\/?/, '');
  return { ...rest, text: path.startsWith('/') ? path : `${world.home}/${path}` };
}

/** With a slash at its end a source is what lies in it; from another machine nobody knows what. */
function contentTraits(source: Value, destination: Value, setting: ToolInvocation): readonly Trait[] {
  if (hostOfRemotePath(source.text) !== undefined) return spillTraits(destination, setting);
  return /\/\.?$/.test(source.text) ? spillTraitsOf(source, destination, setting) : [];
}

/** Whatever is not in the source disappears from the destination. */
function mirrored(destination: Value, setting: ToolInvocation): Draft {
  const draft = draftOfDeletion(givenPath(destination, setting), true, setting);
  return { ...draft, verb: draft.verb === 'destroy' ? 'destroy' : 'delete' };
}

export const rsync: Tool = {
  programs: ['rsync', 'lsyncd', 'openrsync'],
  system: 'filesystem',
  grammar: optionGrammar({
    valued:
      '-e --rsh --exclude --include --filter -f --files-from --rsync-path --bwlimit --port --password-file --log-file --chmod --chown --temp-dir -T --backup-dir --compare-dest --link-dest --max-size --min-size --timeout --partial-dir -B --block-size --info --debug --out-format',
    flags: '-a -v -z -r -n --dry-run --delete -P -h -u -x -H -A -X -l -p -t -g -o -D -c -i -q -W -S -m -R -b',
  }),
  clues: 'none',
  help: ['--help'],
  dryRun: ['-n', '--dry-run', '--list-only'],
  target: remoteOf,
  rows: [],
  beyond: (setting) => {
    const { operands } = setting.args;
    if (operands.length < 2) return [{ verb: 'read', resource: 'files' }];
    const sources = operands.slice(0, -1);
    const removes = hasOption(setting.args, '--delete', '--del', '--delete-before', '--delete-during', '--delete-after', '--delete-excluded', '--delete-delay');
    const moved = hasOption(setting.args, '--remove-source-files')
      ? sources.filter((value) => hostOfRemotePath(value.text) === undefined).map((value) => draftOfDeletion(givenPath(value, setting), true, setting))
      : [];
    return [...transfer(sources, operands.at(-1), setting, removes), ...moved];
  },
};

export const scp: Tool = {
  programs: ['scp', 'pscp', 'sftp'],
  system: 'ssh',
  grammar: optionGrammar({ valued: '-i -P -F -o -c -J -l -S -b -D -s -R', flags: '-r -p -q -C -v -B -3 -4 -6 -A -O -T' }),
  clues: 'none',
  help: ['--help'],
  target: remoteOf,
  rows: [],
  beyond: (setting) => {
    const { args, invocation } = setting;
    const program = optionValue(args, '-S');
    const runs: readonly Draft[] =
      program === undefined ? [] : [{ verb: 'execute', resource: `program ${program.text}`, traits: ['opaque-program'], opaque: [program.text] }];
    if (invocation.program === 'sftp') return [...runs, sftpDraft(setting)];
    return [...runs, ...transfer(args.operands.slice(0, -1), args.operands.at(-1), setting, false)];
  },
};

/** A script by `-b` or on standard input says what sftp does; one that nobody can read may do anything there. */
function sftpDraft(setting: ToolInvocation): Draft {
  const { args } = setting;
  const where = remoteHost((args.operands[0]?.text ?? 'host').replace(/^[^@]*@/, '').replace(/:.*/s, ''));
  const batch = optionValue(args, '-b');
  const input = batch === undefined || batch.text === '-' ? inputOf(setting) : fileInput(setting, batch.text);
  const resource = args.operands[0]?.text ?? 'files';
  if (input.kind !== 'text') return { verb: input.kind === 'opaque' ? 'modify' : 'unknown', resource, where };
  return { ...(saidToFileServer([input.text]) ?? { verb: 'unknown', resource }), where };
}

/** ssh: what it starts there is told as a program of its own; what is left are tunnels and shells. */
/** Hosts that give whoever forwards to them an address that everybody reaches. */
const publicForwarders = /(?:^|[@.])(?:serveo\.net|localhost\.run|pinggy\.io|srv\.us|tunnelto\.dev|nokey@localhost\.run)$/i;

/** A port of this machine that others reach by the far end: on every address there, or at a host that is there for it. */
function forwardsToAll(setting: ToolInvocation): boolean {
  const forwards = setting.args.options.get('-R') ?? [];
  const host = setting.args.operands[0]?.text ?? '';
  return forwards.length > 0 && (publicForwarders.test(host) || forwards.some(({ text }) => /^(?:\*|0\.0\.0\.0|\[::\]|):/.test(text)));
}

export const ssh: Tool = {
  programs: ['ssh', 'autossh', 'mosh', 'sshpass', 'et', 'sshfs'],
  system: 'ssh',
  grammar: optionGrammar({
    valued: '-b -c -D -E -e -F -I -i -J -L -l -m -O -o -p -Q -R -S -W -w -B -M',
    flags: '-4 -6 -A -a -C -f -G -g -K -k -N -n -q -s -T -t -V -v -X -x -Y -y',
    stopAtOperand: true,
  }),
  clues: 'none',
  help: ['--help'],
  target: (setting) => remoteHost((setting.args.operands[0]?.text ?? 'host').replace(/^[^@]*@/, '')),
  rows: [],
  beyond: (setting) => {
    const { args } = setting;
    const hooks = (args.options.get('-o') ?? []).filter((value) =>
      /^(?:proxycommand|localcommand|knownhostscommand|permitlocalcommand|include)\b/i.test(value.text),
    );
    if (hooks.length > 0) {
      return [{ verb: 'execute', resource: `program ${hooks[0]?.text ?? ''}`, traits: ['opaque-program'], opaque: hooks.map((value) => value.text) }];
    }
    if (forwardsToAll(setting)) return [{ verb: 'expose', resource: 'local port' }];
    return [{ verb: hasOption(args, '-G', '-V', '-Q') ? 'read' : 'unknown', resource: args.operands[0]?.text ?? 'host' }];
  },
};

export const sshKeys: Tool = {
  programs: ['ssh-keygen', 'ssh-add', 'ssh-copy-id', 'ssh-keyscan', 'ssh-agent'],
  system: 'host',
  grammar: optionGrammar({ valued: '-f -t -b -C -N -P -i -p -o -I -n -V -O -s' }),
  clues: 'none',
  target: () => ({ system: 'host', name: 'this machine', clues: [], local: { source: 'machine', value: 'this machine' } }),
  rows: [],
  beyond: (setting) => {
    if (setting.invocation.program === 'ssh-copy-id') {
      return [
        {
          verb: 'expose',
          resource: `account ${setting.args.operands[0]?.text ?? ''}`,
          traits: ['privileged'],
          where: remoteHost(setting.args.operands[0]?.text ?? 'host'),
        },
      ];
    }
    // A signature in these namespaces is a person's yes.
    if ((setting.args.options.get('-n') ?? []).some((word) => word.text.startsWith('countersign-')))
      return [{ verb: 'modify', resource: 'countersignatures', traits: ['guard'] }];
    return [{ verb: setting.invocation.program === 'ssh-keygen' ? 'create' : 'read', resource: 'key' }];
  },
};
