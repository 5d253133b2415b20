// What a release is, as values: the channel that a tag names, the changelog's section, the uploads. Nothing here reads or runs.
import { createHash } from 'node:crypto';

/** A release that cannot be made, in words that say what to do. */
export class Refused extends Error {}

/**
 * `v1.2.3` is a release and `v1.2.3-pre` a pre-release of the version that package.json names: shops take plain versions only, and
 * a version once.
 */
export function channelOf(tag, version) {
  const found = /^v(\d{1,6}\.\d{1,6}\.\d{1,6})(-pre)?$/.exec(tag);
  if (found === null)
    throw new Refused(`expected a tag like v${version} or v${version}-pre, got ${JSON.stringify(tag)}`);
  if (found[1] !== version)
    throw new Refused(
      `expected the tag of version ${version}, which package.json names, got ${tag}: tag v${version}, or raise the version first`,
    );
  return found[2] === undefined ? 'release' : 'pre-release';
}

/** The text below `## VERSION - DATE`, up to the next heading of its rank. A rehearsal takes one without its date. */
export function changelogSection(changelog, version, { dated = true } = {}) {
  const lines = changelog.split('\n');
  const heading = (line) => /^## (?:\[)?([^\s\]]+)\]?(?: - (\d{4}-\d{2}-\d{2}))?\s*$/.exec(line);
  const start = lines.findIndex((line) => heading(line)?.[1] === version);
  if (start < 0) throw new Refused(`expected "## ${version} - DATE" in CHANGELOG.md, got no such heading`);
  if (dated && heading(lines[start])?.[2] === undefined)
    throw new Refused(
      `expected "## ${version} - YYYY-MM-DD" in CHANGELOG.md, got ${lines[start]}: add the day`,
    );
  const rest = lines.slice(start + 1);
  const end = rest.findIndex((line) => line.startsWith('## '));
  const section = rest
    .slice(0, end < 0 ? rest.length : end)
    .join('\n')
    .trim();
  if (section === '')
    throw new Refused(`expected what changed below "## ${version}" in CHANGELOG.md, got nothing`);
  return `${section}\n`;
}

/** `sha256sum --check` reads it. */
export function checksums(files) {
  return files.map(({ name, bytes }) => `${digest(bytes)}  ${name}\n`).join('');
}

export function digest(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Which files go where, by which command. `secret` is the variable that holds a token where OIDC is not set up yet. */
export function uploads({ name, publisher, version, channel }) {
  const vsix = `${name}-${version}.vsix`;
  const tarball = `${name}-${version}.tgz`;
  const early = channel === 'pre-release';
  const flag = early ? ['--pre-release'] : [];
  return {
    marketplace: {
      what: `${publisher}.${name} ${version}`,
      files: [vsix],
      command: ['vsce', 'publish', ...flag, '--packagePath', vsix],
      proof: ['--oidc'],
      secret: 'VSCE_PAT',
    },
    'open-vsx': {
      what: `${publisher}.${name} ${version}`,
      files: [vsix],
      command: ['ovsx', 'publish', ...flag, vsix],
      proof: ['--trusted-publishing'],
      secret: 'OVSX_PAT',
    },
    npm: {
      what: `${name}@${version}, tag ${early ? 'next' : 'latest'}`,
      files: [tarball],
      command: ['npm', 'publish', `./${tarball}`, '--access', 'public', '--tag', early ? 'next' : 'latest'],
      proof: ['--provenance'],
      secret: 'NPM_TOKEN',
    },
    github: {
      what: `release ${version}, ${channel}`,
      files: [vsix, tarball, 'sbom.cdx.json', 'SHA256SUMS'],
      command: [
        ...['gh', 'release', 'create', early ? `v${version}-pre` : `v${version}`, '--verify-tag'],
        ...['--title', `Countersign ${version}`, '--notes-file', 'notes.md'],
        ...(early ? ['--prerelease'] : ['--latest']),
        ...[vsix, tarball, 'sbom.cdx.json', 'SHA256SUMS'],
      ],
      proof: [],
      secret: undefined,
    },
  };
}
