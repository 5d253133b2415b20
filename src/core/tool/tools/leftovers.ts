import { hasOption, optionGrammar } from '../../command/arguments.js';
import { OPAQUE_MARK } from '../../command/invocation.js';
import { clue } from '../../target/whereabouts.js';
import type { Draft, Tool } from '../table.js';
import { saidToFileServer } from './file-server-words.js';
import { hostTool } from './host-tool.js';
import { service } from './services/service.js';

const emptied: Draft = { verb: 'destroy', resource: 'trash', traits: ['unsaved'], reach: 'uncountable' };

/** What was put aside so that it could be brought back. */
const trash = hostTool('trash-empty trash-rm trash-cli gio gvfs-trash kioclient kioclient5 autotrash', [], {
  beyond: ({ invocation, args }) => {
    const words = args.operands.map(({ text }) => text);
    const { program } = invocation;
    if (hasOption(args, '--dry-run', '-n')) return [{ verb: 'read', resource: 'trash' }];
    if (/^trash-(?:empty|rm)$|^autotrash$/.test(program) || (/trash|^gio$/.test(program) && hasOption(args, '--empty'))) return [emptied];
    if (/^kioclient/.test(program) && words.some((word) => /^trash:/.test(word)) && words.includes('remove')) return [emptied];
    if (program === 'gio' && /^(?:remove|trash)$/.test(words[0] ?? ''))
      return words.slice(1).map((name) => ({ verb: 'delete', resource: name, traits: words[0] === 'trash' ? ['recoverable'] : [] }));
    return [{ verb: program === 'gio' && /^(?:list|info|cat|tree|help|version|mime|monitor)$/.test(words[0] ?? '') ? 'read' : 'unknown', resource: program }];
  },
});

/** Editors of a file system beneath its files: what they write, no file's owner is asked about. */
const fileSystems = hostTool('debugfs xfs_db tune2fs zdb ntfsfix ntfswipe reiserfstune xfs_repair e2fsck fsck.ext4', [], {
  grammar: optionGrammar({ valued: '-R -f -c -O -o -b -s -i -L -U -E -j -J -m -r -e -M' }),
  beyond: ({ invocation, args }) => {
    const { program } = invocation;
    const writes =
      (program === 'debugfs' && hasOption(args, '-w')) ||
      (program === 'xfs_db' && hasOption(args, '-x')) ||
      (program === 'tune2fs' && !hasOption(args, '-l')) ||
      (program === 'xfs_repair' && !hasOption(args, '-n')) ||
      (/fsck/.test(program) && hasOption(args, '-y', '-p', '-a', '-f') && !hasOption(args, '-n')) ||
      /^(?:ntfsfix|ntfswipe|reiserfstune)$/.test(program);
    return [
      { verb: writes ? 'modify' : 'read', resource: `file system ${args.operands.at(-1)?.text ?? ''}`.trim(), traits: writes ? ['system', 'privileged'] : [] },
    ];
  },
});

/** What supervises processes is told to stop them. */
const supervisors = hostTool(
  'supervisorctl svc sv s6-svc monit runsvchdir pm2-runtime',
  [
    { words: 'stop|shutdown|remove|exit|down|force-stop|force-shutdown|kill', verb: 'stop', noun: 'service', resource: 'rest' },
    { words: 'status|tail|avail|pid|version|help|summary|report|fg|maintail', verb: 'read' },
    { words: 'start|restart|reload|update|reread|add|signal|up|once|force-restart|hup|monitor|unmonitor', verb: 'modify', noun: 'service', resource: 'rest' },
  ],
  {
    beyond: ({ invocation, args }) =>
      /^(?:svc|s6-svc)$/.test(invocation.program)
        ? [
            {
              verb: invocation.argv.some(({ text }) => /^-\w*[dkxX]/.test(text)) ? 'stop' : 'modify',
              resource: `service ${args.operands[0]?.text ?? ''}`.trim(),
            },
          ]
        : undefined,
  },
);

/** The power of a machine, by what stands beside it. */
const remotePower = service({
  programs: 'ipmitool racadm redfishtool ipmi-power upscmd fence_ipmilan',
  system: 'host',
  selectors: '-H --host -r --ip -a',
  valued: '-U -P -I -L -p -u --user --password',
  rows: [
    { words: 'power|chassis off|soft|cycle|reset|diag', verb: 'stop', noun: 'machine' },
    { words: 'chassis power off|soft|cycle|reset|diag', verb: 'stop', noun: 'machine' },
    { words: 'serveraction powerdown|powercycle|hardreset|graceshutdown', verb: 'stop', noun: 'machine' },
    { words: 'racreset|racresetcfg|systemerase', verb: 'destroy', noun: 'configuration' },
    { words: 'sel clear', verb: 'delete', noun: 'event-log' },
    { words: 'power|chassis status', verb: 'read' },
    { words: 'chassis power status', verb: 'read' },
    { words: 'sensor|sdr|fru|sel|lan|mc|user|getsysinfo', verb: 'unknown' },
  ],
});

/** Entries of a directory, and names of a zone: what is read from standard input says what goes. */
const directories: Tool = {
  ...service({
    programs: 'ldapdelete ldapmodify ldapadd ldapmodrdn ldappasswd nsupdate dsconf dsidm samba-tool ipa',
    system: 'directory',
    selectors: '-H -h -p',
    valued: '-D -w -y -b -f -x -k -Y -U -R -X -o -e -c -S -s',
    rows: [
      { words: 'user-del|group-del|host-del|service-del|dnsrecord-del|dnszone-del|role-del', verb: 'delete', noun: 'entry', resource: 'rest' },
      { words: 'user|group|computer|ou|dns|gpo|domain delete|demote|del|remove', verb: 'delete', noun: 'entry', resource: 'rest' },
    ],
  }),
  beyond: ({ invocation, args }) => {
    const { program, stdin } = invocation;
    if (!/^(?:ldap|nsupdate)/.test(program)) return undefined;
    if (hasOption(args, '-n') && program.startsWith('ldap')) return [{ verb: 'read', resource: 'entries' }];
    const said = stdin?.opaque.length === 0 ? stdin.text : '';
    if (program === 'ldapdelete' || hasOption(args, '-r')) return [{ verb: 'delete', resource: `entry ${args.operands[0]?.text ?? ''}`.trim() }];
    if (/^(?:changetype: ?delete|(?:update )?del(?:ete)? )/im.test(said)) return [{ verb: 'delete', resource: program === 'nsupdate' ? 'record' : 'entry' }];
    const hidden = said === '' || hasOption(args, '-f') || said.includes(OPAQUE_MARK);
    return [{ verb: program === 'ldapadd' ? 'create' : 'modify', resource: 'entries', traits: hidden ? ['opaque-selector'] : [] }];
  },
};

/** Caches that are emptied for all who use them. */
const caches = service({
  programs: 'memcached-tool memcstat memccat',
  system: 'memcached',
  selectors: '--servers',
  rows: [
    { words: '* flush|flush_all', verb: 'destroy', noun: 'keys' },
    { words: '* display|stats|dump|settings|sizes|keys', verb: 'read' },
  ],
});

/** Clients of file servers: a script in their own words, by an option or on standard input. */
const fileClients: Tool = {
  ...service({ programs: 'lftp smbclient ftp ncftp cadaver tnftp', system: 'file-server', valued: '-c -e -u -p -U -W -I -f -A', flags: '-n -N -v -i' }),
  target: ({ args }) => {
    const host = (args.operands[0]?.text ?? '')
      .replace(/^[a-z]+:\/\/|^\/\//i, '')
      .replace(/[/:].*$/s, '')
      .replace(/^.*@/, '');
    return { system: 'file-server', name: host || 'file server', clues: clue('selector', 'host', host) };
  },
  beyond: ({ invocation, args }) => {
    const codes = [...(args.options.get('-c') ?? []), ...(args.options.get('-e') ?? []), ...(invocation.stdin === undefined ? [] : [invocation.stdin])];
    if (codes.length === 0) return [{ verb: 'unknown', resource: invocation.program }];
    const said = saidToFileServer(codes.map(({ text }) => text));
    return [said ?? { verb: 'unknown', resource: invocation.program }];
  },
};

/** Programs of other kinds whose words end something, and that no table had. */
export const leftovers: readonly Tool[] = [trash, fileSystems, supervisors, remotePower, directories, caches, fileClients];
