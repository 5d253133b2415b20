import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Change } from '../../src/core/change/change.js';
import type { Foreseen } from '../../src/core/change/change-of.js';
import type { Assessment } from '../../src/core/risk/assessment.js';
import { createJudge } from '../../src/engine/judge.js';
import { previewText } from '../../src/messages/cli/preview.js';

/** A real folder with a real repository, in which commands are previewed and never run. */
export class PreviewScene {
  readonly root = realpathSync(mkdtempSync(join(tmpdir(), 'countersign-preview-')));
  readonly app = join(this.root, 'app');
  readonly home = join(this.root, 'home');
  private readonly judge = createJudge({ lookingMs: Number.POSITIVE_INFINITY });
  private hour = 0;

  constructor() {
    for (const folder of [this.app, this.home]) mkdirSync(folder, { recursive: true });
  }

  write(path: string, text: string | Uint8Array): void {
    const whole = join(this.app, path);
    mkdirSync(dirname(whole), { recursive: true });
    writeFileSync(whole, text);
  }

  /** Runs git with names and times that are the same each time, so that ids are too. */
  git(words: string, author = 'Ada', folder = this.app): string {
    this.hour += 1;
    const date = `2026-01-01T${String(this.hour % 24).padStart(2, '0')}:00:00Z`;
    const name = {
      GIT_AUTHOR_NAME: author,
      GIT_COMMITTER_NAME: author,
      GIT_AUTHOR_EMAIL: 'a@example.org',
      GIT_COMMITTER_EMAIL: 'a@example.org',
    };
    const still = {
      GIT_AUTHOR_DATE: date,
      GIT_COMMITTER_DATE: date,
      GIT_CONFIG_NOSYSTEM: '1',
      HOME: this.home,
      PATH: process.env['PATH'],
    };
    return execFileSync('git', ['-c', 'init.defaultBranch=main', '-c', 'gc.auto=0', ...words.split(' ')], {
      cwd: folder,
      env: { ...name, ...still },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  commit(message: string, author = 'Ada', folder = this.app): void {
    this.git('add -A', author, folder);
    this.git(`commit -q --allow-empty -m ${message.replace(/ /g, '\u00A0')}`, author, folder);
  }

  /** What the command line prints of a command's change; paths of this machine become names. */
  async preview(command: string, cwd = this.app): Promise<string> {
    return previewText((await this.foreseen(command, cwd)).change).replaceAll(this.root, '');
  }

  /** Where more could be seen. */
  async looks(command: string, cwd = this.app): Promise<readonly string[]> {
    return (await this.foreseen(command, cwd)).looks ?? [];
  }

  /** What a card has of a command. */
  async seen(
    command: string,
    cwd = this.app,
  ): Promise<{ readonly assessment: Assessment; readonly change: Change }> {
    const { assessment, change } = await this.foreseen(command, cwd);
    return { assessment, change };
  }

  private async foreseen(
    command: string,
    cwd: string,
  ): Promise<Foreseen & { readonly assessment: Assessment }> {
    const call = {
      agent: 'claude-code',
      session: '',
      callId: '',
      tool: 'Bash',
      cwd,
      payload: { kind: 'shell', shell: 'bash', command },
    } as const;
    const site = { cwd, home: this.home, env: { HOME: this.home } };
    const assessment = await this.judge.judge(call, site);
    return { assessment, ...(await this.judge.foresee(call, assessment, site)) };
  }

  /** Changes with any file's bytes, name, kind or time. */
  state(): string {
    const hash = createHash('sha256');
    const walk = (folder: string): void => {
      for (const name of readdirSync(folder).sort()) {
        const path = join(folder, name);
        const stat = lstatSync(path);
        hash.update(`${path} ${stat.mode} ${stat.size} ${stat.mtimeMs} ${stat.ctimeMs}\n`);
        if (stat.isDirectory()) walk(path);
        else if (stat.isFile()) hash.update(readFileSync(path));
      }
    };
    walk(this.root);
    return hash.digest('hex');
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}

/** Previews the commands of one transcript again: lines that begin with `$ `, continued by `> `. `# ` comments. */
export async function retellPreviews(
  transcript: string,
  preview: (command: string) => Promise<string>,
): Promise<string> {
  const told: string[] = [];
  let command: string[] = [];
  const end = async (): Promise<void> => {
    if (command.length === 0) return;
    const answer = await preview(command.join('\n'));
    told.push(answer.trimEnd() === '' ? '  nothing' : answer.trimEnd(), '');
    command = [];
  };
  for (const line of transcript.split('\n')) {
    if (!line.startsWith('> ')) await end();
    if (line.startsWith('$ ') || line.startsWith('> ')) {
      command.push(line.slice(2));
      told.push(line);
    } else if (line.startsWith('# ')) told.push(line);
  }
  await end();
  return `${told.join('\n').trimEnd()}\n`;
}
