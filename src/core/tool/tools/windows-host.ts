import type { Tool } from '../table.js';
import { hostTool } from './host-tool.js';

const windowsServices = hostTool(
  'sc sc.exe net net.exe',
  [
    { words: 'delete', verb: 'delete', noun: 'service', resource: 0 },
    { words: 'stop|config', verb: 'stop', noun: 'service', resource: 0 },
    { words: 'user|localgroup|group', when: ['/add', '/delete'], verb: 'expose', noun: 'account', resource: 0, traits: ['privileged'] },
    { words: 'create', verb: 'modify', noun: 'service', resource: 0, traits: ['startup'] },
    { words: 'start|use|share', verb: 'modify' },
    { words: 'query|queryex|qc|view|statistics|accounts', verb: 'read' },
  ],
  {
    beyond: ({ invocation, args }) => {
      const words = invocation.argv.slice(1).map((word) => word.text.toLowerCase());
      const account = /^(?:user|localgroup|group)$/.test(words[0] ?? '');
      if (!account || !words.some((word) => /^\/(?:add|delete|active)/.test(word))) return undefined;
      return [{ verb: words.includes('/delete') ? 'delete' : 'expose', resource: `account ${args.operands[1]?.text ?? ''}`, traits: ['privileged'] }];
    },
  },
);

/** Windows programs that fetch and run what a script of another kind could not. */
const loaders = hostTool('certutil bitsadmin mshta rundll32 regsvr32 cscript wscript installutil msiexec odbcconf', [], {
  beyond: ({ invocation }) => {
    const words = invocation.argv
      .slice(1)
      .map((word) => word.text)
      .join(' ');
    if (/https?:|javascript:|vbscript:|\bscrobj\b/i.test(words)) return [{ verb: 'execute', resource: 'text from a network', traits: ['remote-code'] }];
    return [
      {
        verb: /-decode\b|\/transfer\b/i.test(words) ? 'execute' : 'unknown',
        resource: invocation.program,
        traits: /-decode\b|\/transfer\b/i.test(words) ? ['opaque-code'] : [],
      },
    ];
  },
});

/** Windows: registry, shadow copies, boot, domain database. */
const windows = [
  hostTool('reg reg.exe regedit', [
    { words: 'query|compare|QUERY|COMPARE', verb: 'read' },
    { words: 'save|export|SAVE|EXPORT', verb: 'expose', noun: 'registry key', resource: 0 },
    { words: 'delete|DELETE', verb: 'delete', noun: 'registry key', resource: 0, traits: ['system'] },
    { words: 'add|copy|import|restore|load|unload|ADD|COPY|IMPORT|RESTORE', verb: 'modify', noun: 'registry key', resource: 0, traits: ['system'] },
  ]),
  hostTool('vssadmin wbadmin wmic', [], {
    beyond: ({ invocation }) => {
      const words = invocation.argv.slice(1).map((word) => word.text.toLowerCase());
      if (words[0] === 'process' && words.includes('delete')) return [{ verb: 'stop', resource: 'process' }];
      if (words.includes('delete') || words.includes('resize')) return [{ verb: 'destroy', resource: 'shadow copies', traits: ['system'] }];
      return [{ verb: words.includes('list') || words.includes('get') ? 'read' : 'unknown', resource: invocation.program }];
    },
  }),
  hostTool('ntdsutil secretsdump mimikatz procdump lsass', [], {
    beyond: ({ invocation }) => [{ verb: 'expose', resource: `credentials ${invocation.program}`, traits: ['secret', 'privileged'] }],
  }),
  hostTool('Set-ExecutionPolicy Set-MpPreference Add-MpPreference Set-NetFirewallProfile Disable-NetFirewallRule', [], {
    beyond: ({ invocation }) => {
      const words = invocation.argv.slice(1).map((word) => word.text);
      // What holds for this one process ends with it.
      const ends = words.some((word) => /^process$/i.test(word));
      return [{ verb: ends ? 'unknown' : 'modify', resource: invocation.program, traits: ['protection-off'] }];
    },
  }),
  hostTool('dism fsutil wevtutil', [], {
    beyond: ({ invocation }) => {
      const words = invocation.argv.slice(1).map((word) => word.text.toLowerCase());
      const changes = words.find((word) =>
        /^\/?(?:disable-feature|remove-\w+|delete\w*|cl|clear-log|enable-feature|apply-image|setdirty|seterror|sl|repair)\b/.test(word),
      );
      return [
        changes === undefined
          ? { verb: 'unknown', resource: invocation.program }
          : { verb: /^\/?enable/.test(changes) ? 'modify' : 'delete', resource: `${invocation.program} ${changes.replace(/^\//, '')}` },
      ];
    },
  }),
  hostTool('cipher', [], {
    beyond: ({ invocation }) => [{ verb: invocation.argv.some((word) => /^\/w/i.test(word.text)) ? 'destroy' : 'read', resource: 'free space', traits: [] }],
  }),
];

/** Services, accounts, registry and copies of Windows. */
export const windowsHost: readonly Tool[] = [windowsServices, loaders, ...windows];
