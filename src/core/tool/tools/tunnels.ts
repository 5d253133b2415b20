import type { Tool } from '../table.js';
import { service } from './services/service.js';

const opened = { verb: 'expose', noun: 'local port', resource: 0 } as const;

/** What opens something of this machine to everybody who knows an address. */
export const tunnels: readonly Tool[] = [
  service({
    programs: 'ngrok loophole',
    system: 'service',
    valued: '--config --domain --url --region --authtoken --log --name --hostname --basic-auth --oauth',
    rows: [
      { words: 'http|tcp|tls|path|webdav', ...opened },
      { words: 'start|tunnel', verb: 'expose', noun: 'tunnel', resource: 0 },
      { words: 'config|version|diagnose|update|completion|credits|account', verb: 'read' },
    ],
  }),
  service({
    programs: 'cloudflared',
    system: 'service',
    valued: '--url --hostname --name --config --credentials-file --token --token-file --loglevel --protocol --origincert',
    rows: [
      { words: 'tunnel list|info|ready|diag|token', verb: 'read' },
      { words: 'tunnel run', verb: 'expose', noun: 'tunnel', resource: 0 },
      { words: 'tunnel', when: ['--url', '--hello-world', '--unix-socket'], verb: 'expose', noun: 'local port', resource: '--url' },
      { words: 'access|update|version|help|tail', verb: 'unknown' },
    ],
  }),
  service({
    programs: 'tailscale',
    system: 'service',
    rows: [
      { words: 'funnel status', verb: 'read' },
      { words: 'funnel off|reset', verb: 'stop', noun: 'funnel' },
      { words: 'funnel * off', verb: 'stop', noun: 'funnel' },
      { words: 'funnel', ...opened },
      { words: 'status|ip|ping|netcheck|version|whois|bugreport|help|dns', verb: 'read' },
      { words: 'up|down|serve|file|set|login|logout|switch|cert|ssh', verb: 'unknown' },
    ],
  }),
  service({
    programs: 'lt localtunnel',
    system: 'service',
    valued: '--port -p --host -h --subdomain -s --local-host -l',
    rows: [{ words: '', when: ['--port', '-p'], verb: 'expose', noun: 'local port', resource: ['--port', '-p'] }],
  }),
  service({
    programs: 'bore zrok devtunnel untun tmole tunnelmole',
    system: 'service',
    valued: '--to --port -p --port-numbers --backend-mode',
    rows: [
      { words: 'local', ...opened },
      { words: 'share public|reserved', verb: 'expose', noun: 'local port', resource: 0 },
      { words: 'host', when: ['--allow-anonymous', '-a'], verb: 'expose', noun: 'local port', resource: ['--port-numbers', '-p'] },
      { words: 'tunnel', ...opened },
      { words: 'status|version|list|show|limits|ls|overview|server|share', verb: 'unknown' },
    ],
  }),
];
