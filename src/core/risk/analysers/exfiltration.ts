import type { Invocation, Value } from '../../command/invocation.js';
import { fitsInOrder } from '../../shared/in-order.js';
import type { Effect } from '../../tool/effect.js';
import type { Finding } from '../assessment.js';
import type { Subject } from '../subject.js';

/** Programs that carry text away from this machine. */
const senders = new Set(
  'curl wget http https xh xhs httpie nc ncat netcat socat telnet ftp tftp lftp ssh mail mailx sendmail mutt nslookup dig host ping openssl Invoke-WebRequest Invoke-RestMethod iwr irm aria2c'.split(
    ' ',
  ),
);

type Pattern = RegExp | readonly RegExp[];

/** Commands whose output is a credential or a picture of this machine, by the names that their lines begin with. */
const sources: readonly (readonly [programs: string, line: Pattern])[] = [
  ['env printenv history set', /^\w+(?: |$)/],
  ['export', /^export -p(?: |$)/],
  ['declare', /^declare -x(?: |$)/],
  ['compgen', /^compgen -v(?: |$)/],
  ['aws', /^aws secretsmanager (?:get-secret-value|batch-get-secret-value)\b/],
  ['aws', /^aws ssm get-parameters?\b.* --with-decryption\b/],
  ['aws', /^aws sts (?:get-session-token|assume-role)\b/],
  ['aws', /^aws configure (?:get|export-credentials)\b/],
  ['kubectl', [/^kubectl /, /(?:^| )get /, /(?:^| )secrets?\b/]],
  ['vault', /^vault (?:kv get|read)\b/],
  ['op', /^op (?:read|item get|document get|inject)\b/],
  ['gcloud', /^gcloud (?:secrets versions access|auth (?:application-default )?print-access-token)\b/],
  ['az', /^az (?:keyvault secret show|account get-access-token)\b/],
  ['doppler', /^doppler (?:secrets|run)\b/],
  ['sops', /^sops (?:.* )?(?:-d|--decrypt|decrypt)\b/],
  ['infisical', /^infisical (?:export|secrets)\b/],
  ['chamber', /^chamber (?:export|read)\b/],
  ['bw', /^bw get\b/],
  ['gpg', /^gpg (?:.* )?(?:-d|--decrypt)\b/],
  ['age', /^age (?:.* )?-d\b/],
  ['ansible-vault', /^ansible-vault (?:view|decrypt)\b/],
  ['terraform', /^terraform output\b/],
  ['pulumi', /^pulumi config get\b/],
  ['gh', /^gh auth (?:token|status .*--show-token)\b/],
  ['pass gopass', /^\w+ (?:show )?\w/],
  ['security', /^security (?:find-generic-password|find-internet-password|dump-keychain)\b/],
  ['secret-tool', /^secret-tool lookup\b/],
  ['heroku', /^heroku config\b/],
  ['docker', /^docker (?:secret|config) inspect\b/],
  [
    'cat tac head tail less base64 xxd gzip tar zip sed awk grep cp',
    /^\w+ (?:.* )?(?:\/etc\/(?:passwd|hosts|hostname)\b|\S*(?:\.env(?:\.\w+)?|\.pem|\.key|\.p12|credentials(?:\.json)?|secrets?\.ya?ml)(?: |$))/,
  ],
];

const sourcesByProgram = new Map<string, Pattern[]>();
for (const [programs, line] of sources)
  for (const name of programs.split(' '))
    sourcesByProgram.set(name, [...(sourcesByProgram.get(name) ?? []), line]);

/** F: something private is read and, in the same command, something is sent away whose text is not known. */
export function exfiltration(subject: Subject): readonly Finding[] {
  const upload = subject.invocations.find(uploadsSecret);
  if (upload !== undefined) return [leakOf(upload)];
  const source = subject.effects.find(isSecretRead)?.span ?? subject.invocations.find(isSource)?.span;
  if (source === undefined) return [];
  const sender = subject.invocations.find(sendsUnknown);
  if (sender === undefined) return [];
  return [leakOf(sender)];
}

function leakOf(sender: Invocation): Finding {
  const data = { program: sender.program, to: destinationOf(sender) };
  return { id: 'exfiltration', term: 'F', weight: 70, data, span: sender.span };
}

/** Programs that write a whole database out. */
const dumps =
  /^(?:pg_dump|pg_dumpall|mysqldump|mariadb-dump|mysqlpump|mongodump|mongoexport|clickhouse-backup|sqldump|expdp)(?: |$)/;

const stores =
  /^(?:scp|rsync|sftp|aws s3 (?:cp|mv|sync)|aws s3api put-object|gsutil (?:.* )?(?:cp|mv|rsync)|gcloud storage cp|az storage blob upload|azcopy copy|rclone (?:copy|sync|move)|gh gist create|mc (?:cp|mirror)|transfer|wormhole send|croc send)\b/;

const secretPath =
  /(?:^|\/)\.(?:ssh|aws|gnupg|kube|azure|docker)(?:\/|$)|(?:^|\/)id_(?:rsa|dsa|ecdsa|ed25519)$|\/\.(?:netrc|pgpass|pypirc|npmrc|git-credentials|vault-token)$|^\/etc\/shadow$/;

/** Files of a project that hold its credentials; examples of them hold none. */
const projectSecret =
  /(?:^|\/)\.env(?:\.(?!example|sample|template|dist|test|defaults|schema)[\w-]+)*$|(?:^|\/)(?:master\.key|credentials\.json|service[-_]?account[^/]*\.json|secrets?\.(?:ya?ml|json|toml))$|\.(?:pem|p12|pfx|jks|ppk)$/;

/** A store's own program that carries a credential file there. */
function uploadsSecret(invocation: Invocation): boolean {
  const words = invocation.argv.map((word) => word.text);
  return (
    stores.test(words.join(' ')) &&
    leaves(words) &&
    words.slice(1).some((word) => secretPath.test(word) || projectSecret.test(word))
  );
}

/** A copy leaves where one of its words names another machine; a store's program always does. */
function leaves([program = '', ...words]: readonly string[]): boolean {
  if (!/^(?:scp|rsync|sftp)$/.test(program)) return true;
  const last = words.findLast((word) => !word.startsWith('-')) ?? '';
  return /^(?:[^/:@]+@)?[\w.-]+:|^(?:scp|rsync|sftp):\/\//.test(last) && !/^[A-Za-z]:[\\/]/.test(last);
}

function isSecretRead(effect: Effect): boolean {
  return effect.verb === 'read' && effect.traits.includes('secret');
}

/** Settings that show what the real ones look like. */
const exampleFile = /\.env\.(?:example|sample|template|dist|defaults?|schema)$/;

function isSource(invocation: Invocation): boolean {
  if (
    invocation.redirections.some((one) => one.mode === 'read' && /^\/etc\/|\.env$|\.pem$/.test(one.path.text))
  )
    return true;
  const line = invocation.argv
    .map((word) => word.text)
    .filter((word) => !exampleFile.test(word))
    .join(' ');
  if (invocation.elsewhere === undefined && dumps.test(line)) return true;
  const named = sourcesByProgram.get(line.split(' ', 1)[0] ?? '') ?? [];
  return named.some((source) => fitsInOrder(line, [source].flat()));
}

/** It sends what it gets from a pipe, a substitution or a file. */
function sendsUnknown(invocation: Invocation): boolean {
  // What is piped into a command on another machine is there.
  if (invocation.elsewhere?.kind === 'ssh' && (invocation.stdin?.opaque.length ?? 0) > 0) return true;
  if (!senders.has(invocation.program)) return false;
  const words = invocation.argv.slice(1);
  if (invocation.program === 'openssl') return words[0]?.text === 's_client';
  // Without a host nothing goes anywhere: `ssh -V`, `nc -h`.
  if (/^(?:nc|ncat|netcat|socat|telnet|mail|mailx|sendmail|mutt|ssh)$/.test(invocation.program))
    return words.some((word) => !word.text.startsWith('-'));
  return invocation.argv.slice(1).some(carries);
}

function carries(word: Value): boolean {
  return (
    word.opaque.length > 0 ||
    /^@|^-$|=@|^-d@|^-F.*[=<]@|^-T/.test(word.text) ||
    /^--(?:body|post)-file/.test(word.text)
  );
}

function destinationOf(invocation: Invocation): string {
  const words = invocation.argv.slice(1).map((word) => word.text);
  return words.find((word) => /:\/\//.test(word)) ?? words.find((word) => !word.startsWith('-')) ?? '';
}
