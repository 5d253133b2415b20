import { repositoryOf } from '../../target/git.js';
import { hostOfRemotePath, hostOfUrl } from '../../target/host.js';
import { isLoopback } from '../../target/loopback.js';
import type { ToolInvocation } from '../../target/whereabouts.js';

/** Forges and registries where code has an owner that can be looked up. */
const familiar =
  /(?:^|\.)(?:github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|sr\.ht|dev\.azure\.com|visualstudio\.com|gitee\.com|pypi\.org|pythonhosted\.org|npmjs\.org|yarnpkg\.com|pytorch\.org|pyg\.org|googleapis\.com|google\.com|golang\.org|go\.dev|crates\.io|rubygems\.org|packagist\.org|maven\.org|apache\.org|jfrog\.io|pkg\.dev|microsoft\.com|nodesource\.com|docker\.com|huggingface\.co|anaconda\.org|r-project\.org|nvidia\.com|hashicorp\.com|kubernetes\.io|debian\.org|ubuntu\.com|fedoraproject\.org|archlinux\.org|alpinelinux\.org|jsr\.io|esm\.sh|jsdelivr\.net|unpkg\.com|amazonaws\.com|codecommit\.\w+|example\.(?:com|net|org)|python\.org|nodejs\.org|rust-lang\.org)$/i;

/** The first word that names code on a host which is no forge, no registry and not where the workspace itself comes from. */
export function foreignSource(words: readonly string[], setting: ToolInvocation): string | undefined {
  return words.slice(0, 100).find((word) => isForeign(hostOfSource(word), setting));
}

/** True when nothing that is known of the workspace or of the usual forges names this host. */
export function isForeign(host: string | undefined, setting: ToolInvocation): boolean {
  if (host === undefined || host === '' || isLoopback(host) || familiar.test(host)) return false;
  if (!host.includes('.') && !/^\d/.test(host)) return false;
  return !hostsOfRemotes(setting).includes(host);
}

const address = /(?:^|@)(?:git\+|hg\+|svn\+)?((?:https?|ssh|git|ftp):\/\/[\s\S]+)$/i;
const addressBehindAt = /@(?:git\+|hg\+|svn\+)?((?:https?|ssh|git|ftp):\/\/[\s\S]+)$/i;

/** `git+https://host/x`, `name @ https://host/x.whl`, `https://host/x.tgz`, `git@host:x`. */
export function hostOfSource(word: string): string | undefined {
  const last = word.split(/\s/).at(-1) ?? '';
  const before = word.slice(0, word.length - last.length).trimEnd();
  const startsHere = before === '' || before.endsWith('@');
  const url = (startsHere ? address : addressBehindAt).exec(last)?.[1];
  if (url !== undefined) return hostOfUrl(url);
  return /^git@[\w.-]+:/.test(word) ? hostOfRemotePath(word) : undefined;
}

function hostsOfRemotes(setting: ToolInvocation): readonly string[] {
  return [...repositoryOf(setting).config].flatMap(([section, values]) => {
    const url = section.startsWith('remote ') ? values.get('url') : undefined;
    return url === undefined ? [] : [hostOfSource(url) ?? ''];
  });
}
