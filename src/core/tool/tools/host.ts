import { hasOption, optionGrammar, rehearses } from '../../command/arguments.js';
import { isSupervisor } from '../guard/supervisors.js';
import type { Tool } from '../table.js';
import { codingAgents } from './agents.js';
import { hostTool } from './host-tool.js';
import { windowsHost } from './windows-host.js';

const services = hostTool(
  'systemctl',
  [
    {
      words: 'stop|kill|isolate|mask|disable|halt|poweroff|reboot|kexec|suspend|hibernate|rescue|emergency|exit',
      unless: ['--user'],
      verb: 'stop',
      noun: 'service',
      resource: 'rest',
      safer: 'systemctl status {name}',
    },
    { words: 'stop|kill|isolate|mask|disable', verb: 'modify', noun: 'service', resource: 'rest' },
    {
      words: 'enable|link|edit|revert|preset|set-default|add-wants|add-requires|set-environment|import-environment',
      verb: 'modify',
      noun: 'service',
      resource: 'rest',
      traits: ['startup'],
    },
    {
      words:
        'start|restart|reload|try-restart|reload-or-restart|daemon-reload|daemon-reexec|unmask|reset-failed|set-property|clean|freeze|thaw|unset-environment|switch-root',
      verb: 'modify',
      noun: 'service',
      resource: 'rest',
    },
    {
      words:
        'status|show|cat|list-units|list-unit-files|list-timers|list-sockets|list-jobs|list-dependencies|list-paths|list-automounts|list-machines|is-active|is-enabled|is-failed|is-system-running|get-default|help|show-environment|whoami',
      verb: 'read',
    },
  ],
  {
    grammar: optionGrammar({
      valued: '-H --host -M --machine -t --type --state -p --property -n --lines -o --output -s --signal',
      flags: '--user --system --now -f --force',
    }),
  },
);

/** `service NAME VERB`, `rc-service NAME VERB`, `/etc/init.d/NAME VERB`. */
const oldServices = hostTool('service rc-service invoke-rc.d initctl brew-services', [
  { words: '* stop|force-stop', verb: 'stop', noun: 'service', resource: 0 },
  { words: '* start|restart|reload|force-reload', verb: 'modify', noun: 'service' },
  { words: '* status', verb: 'read' },
]);

const power = hostTool('shutdown reboot poweroff halt init telinit', [], {
  grammar: optionGrammar({ valued: '-t' }),
  beyond: ({ args }) => [{ verb: hasOption(args, '-c', '-k') ? 'read' : 'stop', resource: 'machine' }],
});

/** launchd of macOS. */
const launchd = hostTool('launchctl', [
  { words: 'bootout|unload|remove|disable|stop|kill', verb: 'stop', noun: 'service', resource: 'rest' },
  { words: 'bootstrap|load|enable|start|kickstart|submit|setenv', verb: 'modify', noun: 'service', resource: 'rest', traits: ['startup'] },
  { words: 'list|print|print-disabled|getenv|blame|dumpstate|managername|version', verb: 'read' },
]);

const accounts = hostTool(
  'useradd userdel usermod groupadd groupdel groupmod adduser deluser delgroup addgroup passwd chpasswd chage gpasswd vipw visudo chsh dscl dsenableroot pwconv newusers',
  [],
  {
    grammar: optionGrammar({ valued: '-G -g -s -d -u -c -p -e -k -l -L' }),
    beyond: ({ invocation, args }) => {
      const name = args.operands.at(-1)?.text ?? '';
      const reads = /^(?:passwd|chage)$/.test(invocation.program) && hasOption(args, '-S', '--status', '-l', '--list') && invocation.program === 'chage';
      if (reads || (invocation.program === 'visudo' && hasOption(args, '-c', '--check'))) return [{ verb: 'read', resource: 'account' }];
      const deletes = /del$/.test(invocation.program) || /^del/.test(invocation.program);
      return [{ verb: deletes ? 'delete' : 'expose', resource: `account ${name}`.trim(), names: [name], traits: ['privileged'] }];
    },
  },
);

/** Firewalls: a rule that is added or flushed opens or shuts a machine. */
const firewalls = hostTool('iptables ip6tables iptables-restore ip6tables-restore nft ufw firewall-cmd pfctl ebtables ipset netsh', [], {
  beyond: ({ invocation }) => {
    const words = invocation.argv.slice(1).map((word) => word.text);
    const reads = words.some((word) =>
      /^(?:-L|-S|-n?vL|-nL|-Ln|--list.*|list|status|show|--state|--get-.*|-s|-C|--check|-V|--version|dump|-sr|-si)$/.test(word),
    );
    if (reads && !words.some((word) => /^(?:-F|--flush|-X|-D|-A|-I|-P|flush|delete|reset|disable)$/.test(word)))
      return [{ verb: 'read', resource: 'firewall' }];
    const loses = words.some((word) => /^(?:-F|--flush|-X|flush|reset|disable|-d|--panic-on|destroy)$/.test(word)) || invocation.program.endsWith('restore');
    return [{ verb: loses ? 'delete' : 'expose', resource: 'firewall', traits: ['privileged'], reach: loses ? 'uncountable' : 1 }];
  },
});

const kernel = hostTool(
  'modprobe insmod rmmod kextload kextunload kmutil systemextensionsctl sysctl swapoff swapon mount umount losetup kexec setenforce ldconfig depmod update-grub grub-install efibootmgr bootctl dracut mkinitcpio update-initramfs chroot pivot_root nvram csrutil spctl bcdedit',
  [],
  {
    grammar: optionGrammar({ valued: '-t -o --types --options' }),
    beyond: ({ invocation, args }) => {
      const { program } = invocation;
      const none = args.operands.length === 0;
      const reads =
        (program === 'mount' && none && !hasOption(args, '-a', '--all')) ||
        (program === 'sysctl' && !hasOption(args, '-w', '--write', '-p', '--load', '--system') && !args.operands.some((word) => word.text.includes('='))) ||
        (/^(?:losetup|swapon|efibootmgr|bootctl|nvram)$/.test(program) && none) ||
        (program === 'modprobe' && rehearses(args, '-n', '--dry-run', '-c', '--showconfig')) ||
        /^(?:status|list|\/enum)$/.test(args.operands[0]?.text ?? '');
      if (reads) return [{ verb: 'read', resource: 'kernel' }];
      // Whoever still works there loses it.
      if (program === 'umount' && hasOption(args, '-f', '-l', '-a', '--force', '--lazy', '--all'))
        return [{ verb: 'stop', resource: `filesystem ${args.operands[0]?.text ?? ''}`.trim() }];
      return [{ verb: 'modify', resource: `${program} ${args.operands[0]?.text ?? ''}`.trim(), traits: program === 'umount' ? [] : ['system', 'privileged'] }];
    },
  },
);

/** Programs that run something later: on a schedule, at a time, at login. */
const schedules = hostTool('crontab at batch schtasks SchTasks anacron', [], {
  grammar: optionGrammar({ valued: '-u -f -t -q' }),
  beyond: ({ invocation, args }) => {
    const words = invocation.argv.slice(1).map((word) => word.text.toLowerCase());
    if (hasOption(args, '-l', '-c') || words.includes('/query')) return [{ verb: 'read', resource: 'schedule' }];
    if (hasOption(args, '-r', '-d') || words.includes('/delete')) return [{ verb: 'delete', resource: 'schedule', traits: ['startup'] }];
    return [{ verb: 'modify', resource: 'schedule', traits: ['startup'] }];
  },
});

/** Programs that a machine or its users depend on while they run. */
const daemons =
  /^(?:sshd|systemd|init|dockerd|containerd|kubelet|postgres|postmaster|mysqld|mariadbd|mongod|redis-server|nginx|httpd|apache2|haproxy|etcd|kube-apiserver|NetworkManager|explorer\.exe|lsass\.exe)$/;

/** The signal at which Node, and with it a window's extension host, opens a port to debuggers. */
const opensDebugger = /^(?:-(?:s|n)?)?(?:SIG)?USR1$|^-10$|^--signal=(?:SIG)?USR1$/i;

/** Whoever ends agents by their name ends also those in which others work. */
const isAgent = (name: string): boolean => codingAgents.includes(name.replace(/\.exe$/i, '').toLowerCase());

/** Ending a process: one by its number is routine, all by a name is not, and init is the machine. */
const processes = hostTool('kill pkill killall taskkill skill killall5 xkill renice', [], {
  grammar: optionGrammar({ valued: '-s --signal -u --euid -t -g -P' }),
  beyond: ({ invocation, args }) => {
    const names = args.operands.map((word) => word.text);
    const everything =
      invocation.program === 'killall5' ||
      names.includes('-1') ||
      names.includes('1') ||
      invocation.argv.some((word) => word.text === '-1' && invocation.program === 'kill' && names.length === 0);
    if (hasOption(args, '-l', '-L', '-0')) return [{ verb: 'read', resource: 'processes' }];
    if (everything) return [{ verb: 'stop', resource: 'all processes', reach: 'uncountable', traits: ['system'] }];
    if (invocation.argv.some((word) => opensDebugger.test(word.text))) return [{ verb: 'modify', resource: 'a running process', traits: ['guard'] }];
    // A signal's name reads like letters of options, one of which would take the next word.
    const meant = invocation.argv.slice(1).filter((word) => !word.text.startsWith('-'));
    const isMeant = meant.some((word) => word.opaque.includes('parent-process') || isSupervisor(word.text));
    if (isMeant) return [{ verb: 'stop', resource: 'supervision', traits: ['guard'] }];
    const byName = /^(?:killall|pkill|taskkill|skill)$/.test(invocation.program);
    const daemon = byName && names.some((name) => daemons.test(name) || isAgent(name));
    return [{ verb: daemon ? 'stop' : 'modify', resource: `process ${names.slice(0, 5).join(', ')}`.trim() }];
  },
});

/** Proxies and web servers that are told to stop through their own program. */
const servers = hostTool('nginx apachectl apache2ctl httpd haproxy caddy traefik rndc varnishadm', [], {
  grammar: optionGrammar({ valued: '-s -c -f -p -g -k -T -S' }),
  beyond: ({ invocation, args }) => {
    const words = invocation.argv.slice(1).map((word) => word.text);
    const stops =
      words.some((word) => /^(?:stop|quit|graceful-stop|halt|flush)$/.test(word)) ||
      (args.options.get('-s') ?? []).some((word) => /^(?:stop|quit)$/.test(word.text));
    if (stops) return [{ verb: 'stop', resource: `service/${invocation.program}` }];
    const reads =
      hasOption(args, '-t', '-T', '-v', '-V', '-vv', '-h') ||
      (invocation.program === 'haproxy' && hasOption(args, '-c')) ||
      words.some((word) => /^(?:configtest|status|fullstatus|version|healthcheck|validate|list-modules|adapt|fmt)$/.test(word));
    return [{ verb: reads ? 'read' : 'unknown', resource: `service/${invocation.program}` }];
  },
});

/** Virtual machines and containers of a host, by their own control programs. */
const machines = hostTool('qm pct virsh VBoxManage multipass vagrant lxc lxc-destroy incus govc prlctl limactl', [
  { words: 'destroy|delete|undefine|unregistervm|purge|vm.destroy', verb: 'destroy', noun: 'machine', resource: 'rest' },
  { words: 'rollback|restore|revert|snapshot-revert', verb: 'replace', noun: 'machine', resource: 'rest' },
  { words: 'stop|shutdown|suspend|reset|halt|poweroff|kill|vm.power', verb: 'stop', noun: 'machine', resource: 'rest' },
  {
    words:
      'list|status|config|info|dominfo|domstate|snapshot-list|global-status|ssh-config|port|box|validate|version|ls|showvminfo|find|vm.info|dumpxml|help|networks|get|snapshots',
    verb: 'read',
  },
  {
    words:
      'start|create|clone|migrate|up|init|reload|provision|ssh|exec|snapshot|resume|launch|set|template|importdisk|mount|transfer|shell|define|plugin|halt|run|rdp|package',
    verb: 'modify',
  },
]);

export const hostTools: readonly Tool[] = [
  services,
  oldServices,
  power,
  launchd,
  accounts,
  firewalls,
  kernel,
  schedules,
  processes,
  servers,
  ...windowsHost,
  machines,
];
