// Builds the doorbell in C, src/native/bell.c with its two heads, for Linux: dist/bell-linux-ARCH, static, for the machine that runs this. Every build of
// the same sources by the same compiler gives the same bytes.
//   node scripts/bell.mjs [--out FOLDER]      into FOLDER, and a failure where there is no compiler
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { root, say } from './cache.mjs';
import { inMemory } from './worked-out.mjs';

/** The compiler of a libc that is small when it is linked in: with another a static program is fifty times as large. */
const compiler = 'musl-gcc';

const warnings = ['-Wall', '-Wextra', '-Wconversion', '-Wshadow'];
const hardened = ['-fstack-protector-strong', '-fno-strict-aliasing', '-fPIE'];
const small = [
  '-Os',
  '-ffunction-sections',
  '-fdata-sections',
  '-fno-asynchronous-unwind-tables',
  '-fno-ident',
];
const linked = [
  '-s',
  '-static',
  '-nostartfiles',
  '-Wl,-pie,--no-dynamic-linker,-z,text,-z,relro,-z,now,-z,noexecstack,--gc-sections,--build-id=none',
];
/** What a static program that can lie anywhere in memory begins and ends with, beside the libc. */
const ends = ['rcrt1.o', 'crti.o', 'crtn.o'];

/** The folder of the libc, by the file that a program usually begins with. */
function libc() {
  const { stderr } = spawnSync(compiler, ['-###', '-x', 'c', '/dev/null'], { encoding: 'utf8' });
  const [, folder] = /"?([^\s"]+)\/Scrt1\.o/.exec(stderr) ?? [];
  if (folder === undefined) throw new Error(`expected ${compiler} to name its libc, got ${stderr}`);
  return folder;
}

/** The head that the sources in TypeScript give, in a folder of its own. */
export async function bellHead(folder) {
  const built = await esbuild.build({ ...inMemory('src/node/install/bell-facts.ts'), platform: 'node' });
  const source = Buffer.from(built.outputFiles[0].contents).toString('base64');
  const { bellFacts } = await import(`data:text/javascript;base64,${source}`);
  writeFileSync(join(folder, 'bell-facts.h'), bellFacts());
}

/** Why there is none. */
export function noBell() {
  return process.platform === 'linux'
    ? `no doorbell in C: expected ${compiler} (Debian's package musl-tools), got none`
    : `no doorbell in C: expected Linux, got ${process.platform}`;
}

/** Puts the program into `out`; false where there is nothing to build it with, or for. */
export async function buildBell(out) {
  if (process.platform !== 'linux' || spawnSync(compiler, ['--version']).status !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'cs-bell-'));
  try {
    await bellHead(folder);
    mkdirSync(out, { recursive: true });
    const made = join(out, `bell-linux-${process.arch}`);
    const compiled = [...warnings, ...hardened, ...small, '-std=gnu11', `-I${folder}`, 'src/native/bell.c'];
    const words = [...compiled, ...linked, ...ends.map((name) => join(libc(), name)), '-o', made];
    execFileSync(compiler, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    return true;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const at = process.argv.indexOf('--out');
  const out = at < 0 ? join(root, 'dist') : resolve(process.argv[at + 1] ?? '');
  if (!(await buildBell(out))) {
    say(noBell());
    process.exitCode = 1;
  }
}
