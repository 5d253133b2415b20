// Makes all that a release consists of, once, in one folder: nothing is built anew where it is tested or published.
//   node scripts/release/prepare.mjs --tag v1.2.3[-pre] [--out release] [--rehearse]   --rehearse takes a changelog without its day
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { root, run, say, Unavailable } from '../cache.mjs';
import { changelogSection, channelOf, checksums, Refused, uploads } from './facts.mjs';
import { sbom } from './sbom.mjs';

export async function prepare({ tag, out, rehearse }) {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const { name, publisher, version } = manifest;
  const channel = channelOf(tag, version);
  const changelog = readFileSync(join(root, 'CHANGELOG.md'), 'utf8');
  const notes = changelogSection(changelog, version, { dated: !rehearse });

  for (const made of ['x64', 'arm64'].map((machine) => `bell-linux-${machine}`))
    if (!rehearse && !existsSync(join(root, 'dist', made)) && made !== `bell-linux-${process.arch}`)
      throw new Refused(`expected dist/${made}, which scripts/bell.mjs builds on such a machine, got none`);

  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const vsix = `${name}-${version}.vsix`;
  const early = channel === 'pre-release' ? ['--pre-release'] : [];
  // It builds with --minify: what npm packs after it are the same bytes.
  await run([process.execPath, 'scripts/package.mjs', ...early, '--out', join(out, vsix)], { cwd: root });
  const tarball = packed(out, name, version);
  writeFileSync(join(out, 'sbom.cdx.json'), `${JSON.stringify(sbom(), null, 2)}\n`);
  writeFileSync(join(out, 'notes.md'), notes);
  const plan = { tag, version, channel, uploads: uploads({ name, publisher, version, channel }) };
  writeFileSync(join(out, 'plan.json'), `${JSON.stringify(plan, null, 2)}\n`);
  const files = [vsix, tarball, 'sbom.cdx.json', 'notes.md', 'plan.json'];
  const read = files.map((file) => ({ name: file, bytes: readFileSync(join(out, file)) }));
  writeFileSync(join(out, 'SHA256SUMS'), checksums(read));
  for (const [place, { what, proof }] of Object.entries(plan.uploads))
    say(`${place}: ${what}${proof.length === 0 ? '' : ` (${proof.join(' ')})`}`);
  return plan;
}

function packed(out, name, version) {
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const words = ['pack', '--ignore-scripts', '--json', '--pack-destination', out];
  const told = spawnSync(npm, words, { cwd: root, encoding: 'utf8', shell: npm !== 'npm' });
  if (told.status !== 0) throw new Refused(`npm pack ended with ${told.status}: ${told.stderr}`);
  const tarball = `${name}-${version}.tgz`;
  renameSync(join(out, JSON.parse(told.stdout)[0].filename), join(out, tarball));
  return tarball;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const options = { tag: { type: 'string' }, out: { type: 'string' }, rehearse: { type: 'boolean' } };
  try {
    const { values } = parseArgs({ options });
    if (values.tag === undefined) throw new Refused('expected --tag v1.2.3, got none');
    const out = resolve(root, values.out ?? 'release');
    await prepare({ tag: values.tag, out, rehearse: values.rehearse === true });
  } catch (error) {
    if (!(error instanceof Refused || error instanceof Unavailable)) throw error;
    say(error.message);
    process.exitCode = 1;
  }
}
