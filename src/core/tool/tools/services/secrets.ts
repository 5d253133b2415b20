import type { ToolInvocation } from '../../../target/whereabouts.js';
import type { Draft, Tool } from '../../table.js';
import { service } from './service.js';

/** Vaults of secrets, and what HashiCorp runs beside its vault. */
export const secretServices: readonly Tool[] = [
  service({
    programs: 'vault bao openbao',
    system: 'vault',
    style: 'single-dash',
    selectors: '-address -namespace -ns',
    variables: 'VAULT_ADDR VAULT_NAMESPACE',
    beyond: grantsOfVault,
    valued: '-mount -path -format -field -method -policy -ttl -versions -role -prefix-path -wrap-ttl',
    flags: '-force -f -prefix -accessor -self -recover -recover-only',
    rows: [
      { words: 'kv metadata delete', verb: 'destroy', noun: 'secret', resource: 0 },
      { words: 'kv get|list|metadata', unless: ['-force'], verb: 'read' },
      { words: 'kv delete', verb: 'delete', noun: 'secret', resource: 0, safer: 'vault kv metadata get {name}' },
      { words: 'kv destroy', verb: 'destroy', noun: 'secret', resource: 0, safer: 'vault kv metadata get {name}' },
      { words: 'kv put|patch|rollback|undelete|enable-versioning', verb: 'modify', noun: 'secret', resource: 0 },
      { words: 'secrets|auth|audit disable', verb: 'destroy', noun: 'vault', resource: 0, safer: 'vault secrets list' },
      { words: 'secrets|auth|audit enable|tune|move', verb: 'modify', noun: 'engine', resource: 0 },
      {
        words: 'secrets|auth|audit|policy|plugin|namespace|lease|token|operator list|read|lookup|help|members|key-status|diagnose|usage|info|capabilities',
        verb: 'read',
      },
      { words: 'lease revoke', verb: 'delete', noun: 'lease', resource: 0 },
      { words: 'lease|token renew', verb: 'modify', noun: 'lease' },
      { words: 'token revoke', verb: 'delete', noun: 'token', resource: 0 },
      { words: 'token create', verb: 'expose', noun: 'token' },
      { words: 'policy write', verb: 'expose', noun: 'policy', resource: 0 },
      { words: 'policy fmt', verb: 'modify', here: true },
      { words: 'policy delete', verb: 'delete', noun: 'policy', resource: 0 },
      { words: 'operator raft list-peers|autopilot', verb: 'read' },
      { words: 'operator seal|step-down|raft|rekey|rotate|generate-root|migrate|init', verb: 'stop', noun: 'vault' },
      { words: 'operator unseal', verb: 'modify', noun: 'vault' },
      { words: 'delete', verb: 'delete', noun: 'secret', resource: 0 },
      { words: 'write|patch', verb: 'modify', noun: 'secret', resource: 0 },
      { words: 'read|list|status|path-help|version|print|debug|monitor|version-history|help|login|unwrap|agent|proxy|ssh|server', verb: 'read' },
    ],
  }),
  service({
    programs: 'consul',
    system: 'consul',
    style: 'single-dash',
    selectors: '-http-addr -datacenter -namespace -partition',
    variables: 'CONSUL_HTTP_ADDR',
    rows: [
      { words: 'acl token|policy|role|binding-rule|auth-method create|update|bootstrap', verb: 'expose', noun: 'access', resource: 0 },
      { words: 'kv delete', when: ['-recurse'], verb: 'destroy', noun: 'keys', resource: 0 },
      { words: 'kv put|import', verb: 'modify', noun: 'key', resource: 0 },
      { words: 'snapshot restore', verb: 'replace', noun: 'cluster' },
      { words: 'leave|force-leave', verb: 'stop', noun: 'node', resource: 0 },
      { words: 'members|info|version|catalog|validate|monitor|rtt', verb: 'read' },
    ],
  }),
  service({
    programs: 'nomad',
    system: 'nomad',
    style: 'single-dash',
    selectors: '-address -namespace -region',
    variables: 'NOMAD_ADDR NOMAD_NAMESPACE',
    flags: '-purge -yes -y -force -detach',
    rows: [
      { words: 'job stop', when: ['-purge'], verb: 'destroy', noun: 'job', resource: 0, safer: 'nomad job status {name}' },
      { words: 'job stop', verb: 'stop', noun: 'job', resource: 0, safer: 'nomad job status {name}' },
      { words: 'stop', verb: 'stop', noun: 'job', resource: 0, safer: 'nomad job status {name}' },
      { words: 'job plan|status|history|inspect|validate|allocs', verb: 'read' },
      { words: 'plan|status|validate|inspect|logs|monitor|version|ui|fmt', verb: 'read' },
      { words: 'run', verb: 'modify', noun: 'job', resource: 0, traits: ['published'] },
      { words: 'job run|dispatch|scale|revert|promote|restart|eval|periodic', verb: 'modify', noun: 'job', resource: 0, traits: ['published'] },
      { words: 'node drain|eligibility', verb: 'stop', noun: 'node', resource: 0 },
      { words: 'system gc', verb: 'delete', noun: 'finished jobs', reach: 'uncountable' },
      { words: 'system reconcile', verb: 'modify' },
      { words: 'alloc exec', verb: 'execute', noun: 'allocation', resource: 0 },
    ],
  }),
  service({ programs: 'op bw lpass keepassxc-cli', system: 'password-manager', selectors: '--vault --account', valued: '--title --category --format' }),
  service({
    programs: 'doppler infisical chamber dotenvx phase berglas conjur akeyless',
    system: 'secrets',
    selectors: '-p --project -c --config --env -e --environment',
  }),
  service({
    programs: 'gpg gpg2 pass gopass sops age security secret-tool keyctl',
    system: 'keys',
    valued: '-r --recipient -u --local-user -o --output --homedir -s -a -l -w',
    rows: [
      { words: 'delete-keychain|delete-generic-password|delete-certificate', verb: 'delete', noun: 'keychain' },
      { words: 'rm|delete', verb: 'delete', noun: 'secret', resource: 0 },
      {
        words: '',
        when: ['--delete-secret-keys', '--delete-secret-key', '--delete-keys', '--delete-secret-and-public-key'],
        verb: 'destroy',
        noun: 'key',
        resource: ['rest'],
        traits: ['unsaved'],
      },
      {
        words: '',
        when: ['--export-secret-keys', '--export-secret-key', '--export-secret-subkeys'],
        verb: 'read',
        noun: 'key',
        resource: 'rest',
        traits: ['secret'],
      },
      { words: 'find-generic-password|find-internet-password|dump-keychain|export', verb: 'read', noun: 'keychain', traits: ['secret'] },
      { words: '', verb: 'unknown' },
    ],
  }),
];

/** Writing below these paths changes who may do what. */
function grantsOfVault({ args }: ToolInvocation): readonly Draft[] | undefined {
  const [command, path] = args.operands.map((word) => word.text);
  if (command !== 'write' || path === undefined || !/^(?:auth|sys|identity)\//.test(path)) return undefined;
  if (/\/login\b/.test(path)) return [{ verb: 'read', resource: 'login' }];
  return [{ verb: 'expose', resource: `access/${path}`, names: [path] }];
}
