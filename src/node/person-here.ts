import type { Decider } from '../core/record/decider.js';
import { accountName } from './account.js';
import { gitEnvironment, runGit } from './git/git-program.js';

/** Who sits at this machine: by the team's roster, else by the user's own git configuration, else by their account. */
export class PersonHere {
  private git: string | undefined;

  /** `requester`: the person of the roster whose key is at hand, where one is known. */
  constructor(
    home: string,
    private readonly requester: () => string | undefined,
  ) {
    void this.ask(home);
  }

  now(): Decider {
    const account = accountName();
    const person = this.requester();
    if (person !== undefined) return { person, known: 'roster', account };
    if (this.git !== undefined) return { person: this.git, known: 'git', account };
    return { person: account, known: 'account', account };
  }

  /** The user's own configuration alone: what a workspace says of its author is not asked. */
  private async ask(cwd: string): Promise<void> {
    const options = { env: gitEnvironment(), cwd, timeoutMs: 5_000 };
    const [name, mail] = await Promise.all(
      ['user.name', 'user.email'].map((key) => runGit(['config', '--global', '--get', key], options)),
    );
    const text = (one: typeof name): string =>
      one?.ok && one.value.code === 0 ? one.value.stdout.trim() : '';
    const mailText = text(mail) === '' ? '' : `<${text(mail)}>`;
    const whole = `${text(name)} ${mailText}`.trim();
    if (whole !== '') this.git = whole;
  }
}
